import type { Fault } from '../fault.ts';

/** Who signs for a creditor: his capacity, and what gives him power when his capacity does not. */
export interface Signatory {
  readonly name: string;
  readonly capacity: string;
  readonly power?: string;
}

/** The lines under a formal notice: the name, then the capacity with the power that it rests on. */
export function signatoryLines({ name, capacity, power }: Signatory): readonly string[] {
  return [name, power === undefined ? capacity : `${capacity}, ${power}`];
}

/** What is missing for a formal notice to be signed, path in the creditor's document and a sentence in French; null when its signatory is known. A private person signs himself. */
export function signatoryFault(creditor: { readonly kind: string; readonly signatory?: Signatory | undefined }): Fault | null {
  if (creditor.signatory !== undefined || creditor.kind === 'individual') return null;
  return {
    path: '$.signatory',
    message:
      'Indiquez qui signe la mise en demeure et à quel titre (gérant, président, délégation de pouvoir)\u00a0: une société n’agit que par qui en a le pouvoir.',
  };
}
