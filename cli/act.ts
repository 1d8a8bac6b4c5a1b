import type { Awaited } from '../api/client.ts';
import { actNames, acts, actText } from '../domain/case/acts/index.ts';
import type { CaseView } from '../domain/case/view.ts';
import { Refusal } from '../domain/fault.ts';
import { sentence } from '../domain/in-french.ts';
import { caseText } from './case.ts';
import { caseNamed } from './case-named.ts';
import { connect } from './connect.ts';
import { EXIT, parseJson, print, printJson, reportBadInput } from './io.ts';

/** No worker answered: the world failed, not the act. */
const UNANSWERED = 3;

export interface ActOptions {
  readonly id: string;
  readonly update: string;
  /** One JSON object. */
  readonly payload: string;
  /** Asked twice under the same name it is done once. */
  readonly requestId?: string;
  readonly json: boolean;
}

/** Every act that there is: what it does, who may, a sample of its JSON object. */
export async function list({ json }: { readonly json: boolean }): Promise<number> {
  if (json) printJson(acts);
  else print(actNames.map((name) => `${name}\n  ${actText(name)}`).join('\n'));
  return EXIT.done;
}

/** An operator's act on a case. */
export async function run({ id, update, payload, requestId, json }: ActOptions): Promise<number> {
  try {
    const api = await connect();
    const told = parseJson(payload);
    const body = requestId === undefined ? told : { ...(told as object), requestId };
    const answer = await api.act(await caseNamed(api, id), update, body);
    if (json) printJson(answer);
    else print(isAwaited(answer) ? `${answer.detail} (requestId ${answer.requestId})` : caseText(answer));
    return isAwaited(answer) && answer.status === 'pending' ? UNANSWERED : EXIT.done;
  } catch (error) {
    return error instanceof Refusal ? refused(error, json) : reportBadInput(error, json);
  }
}

function isAwaited(answer: CaseView | Awaited): answer is Awaited {
  return 'status' in answer;
}

function refused({ message }: Refusal, json: boolean): number {
  if (json) printJson({ refused: message });
  process.stderr.write(`${sentence(message)}\n`);
  return EXIT.refused;
}
