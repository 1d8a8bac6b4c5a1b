import type { FileOfCase } from '../words/compose.ts';
import type { Paper } from '../words/message.ts';
import type { ToDo } from './activities.ts';
import { printHandoff } from './handoff.ts';
import { type PrintDeps, printLetter, printNote } from './letters.ts';

/** Prints what an act needs: the letter of a step, the agreement that goes with a note, the file of a hand-over. */
export async function print(
  deps: PrintDeps & { readonly invoice: FileOfCase; readonly proofs: FileOfCase },
  { caseId, act, nowMs }: ToDo,
): Promise<Paper> {
  switch (act?.do) {
    case 'send':
    case 'ask-approval':
    case 'ask-external':
      return printLetter(deps, { caseId, step: act.step, nowMs });
    case 'send-note':
      return printNote(deps, { caseId, note: { key: act.note, template: act.template }, nowMs });
    case 'hand-over':
      return printHandoff(deps, { caseId, route: act.route, nowMs });
    default:
      throw new Error(`nothing is printed for ${act?.do ?? 'a look'}`);
  }
}
