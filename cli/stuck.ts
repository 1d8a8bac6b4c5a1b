import type { AnswerOf } from '../api/client.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

/** One kind of what does not move, as the API tells it. */
type Stuck = AnswerOf<'GET /stuck'>['stuck'][number];

const SHOWN = 5;

/** `exigible stuck`: what does not move, since when, and the command that mends it. Exit 1 when there is something. */
export async function run({ json }: { readonly json: boolean }): Promise<number> {
  try {
    const { stuck } = await (await connect()).call('GET /stuck');
    if (json) printJson({ stuck });
    else print(stuck.length === 0 ? 'Tout avance.' : stuck.map(textOf).join('\n\n'));
    return stuck.length === 0 ? EXIT.done : EXIT.refused;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function textOf({ label, count, mend, oldest }: Stuck): string {
  const lines = oldest.slice(0, SHOWN).map(({ id, since, why }) => `  ${id}  depuis ${since.slice(0, 16)}  ${why}`);
  const more = count > lines.length ? [`  et ${count - lines.length} autres`] : [];
  return [`${label}\u00a0: ${count}`, ...lines, ...more, `  → ${mend}`].join('\n');
}
