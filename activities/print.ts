import type { FileOfCase } from '../words/compose.ts';
import type { Paper } from '../words/message.ts';
import type { ToDo } from './activities.ts';
import { printApproved } from './approved-paper.ts';
import { companyOfPrint } from './gather.ts';
import { companyOfFile } from './hand-over.ts';
import { printHandoff } from './handoff.ts';
import { type PrintDeps, printLetter, printNote } from './letters.ts';

/** Prints what an act needs: the letter of a step, the agreement that goes with a note, the file of a hand-over. */
export async function print(
  deps: PrintDeps & { readonly invoice: FileOfCase; readonly proofs: FileOfCase },
  todo: ToDo,
): Promise<Paper> {
  const { caseId, act, nowMs } = todo;
  switch (act?.do) {
    case 'send':
      return printApproved(deps, { caseId, step: act.step, channel: act.channel, nowMs }, await companyOfPrint(deps.db, todo));
    case 'ask-approval':
      return printLetter(deps, { caseId, step: act.step, nowMs }, await companyOfPrint(deps.db, todo));
    case 'ask-external':
      return printLetter(deps, { caseId, step: act.step, nowMs });
    case 'send-note':
      return printNote(deps, { caseId, note: { key: act.note, template: act.template }, nowMs });
    case 'hand-over':
      return printHandoff(deps, { members: await companyOfFile(deps.db, todo), route: act.route, nowMs });
    default:
      throw new Error(`nothing is printed for ${act?.do ?? 'a look'}`);
  }
}
