import type { AnswerOf } from '../api/client.ts';
import { refuse } from '../domain/fault.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

type Row = AnswerOf<'GET /set-aside'>['setAside'][number];

/** `exigible set-aside [NUMBER] [--retry|--drop]`: what was received and could not be taken in; one row given back, or taken away. */
export async function run(
  number: string | undefined,
  options: { retry: boolean; drop: boolean; json: boolean },
): Promise<number> {
  const { retry, drop, json } = options;
  try {
    if (number === undefined && !retry && !drop) return await list(json);
    if (number === undefined) refuse('number', 'missing, expected the number of a row that is listed');
    if (retry === drop) refuse('--retry', 'expected either --retry or --drop');
    const api = await connect();
    const done = await api.call('POST /set-aside/{sequence}', {
      params: { sequence: number },
      body: { do: retry ? 'retry' : 'drop' },
    });
    if (json) printJson(done);
    else print(retry ? `La ligne ${number} est relancée.` : `La ligne ${number} est écartée.`);
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

async function list(json: boolean): Promise<number> {
  const { setAside } = await (await connect()).call('GET /set-aside');
  if (json) printJson({ setAside });
  else print(setAside.length === 0 ? 'Rien n’est mis de côté.' : setAside.map(lineOf).join('\n'));
  return EXIT.done;
}

function lineOf({ sequence, eventId, caseId, kind, why, mend }: Row): string {
  return `${sequence}  ${caseId ?? eventId}  ${kind}\u00a0: ${why ?? ''}\n   → ${mend}`;
}
