/** One reason why an input or an act is refused: where, and what was expected. Message in English for machines' input, French for operators' acts and bank files. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** Bad input: names every field at fault. The command line answers it with exit 2, the API with 400. */
export class BadInput extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => (fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`)).join('; '));
    this.name = 'BadInput';
    this.faults = faults;
  }
}

/** A rule of the trade refuses: the sentence is what an operator reads. Exit 1, or 409. */
export class Refusal extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'Refusal';
  }
}

/** True for what the input alone is to blame for: trying again mends nothing. An outage is none of these. */
export function isSenseless(error: unknown): error is Error {
  return error instanceof BadInput || error instanceof RangeError || error instanceof TypeError;
}

/** Throws `BadInput` for one field. */
export function refuse(path: string, message: string): never {
  throw new BadInput([{ path, message }]);
}
