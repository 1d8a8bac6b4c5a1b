import { canonicalDigest } from '../db/canonical.ts';
import { digestOfKept } from '../db/documents.ts';
import { storedCase } from '../db/stored-cases.ts';
import { recordOf, type StepRecord } from '../domain/case/case.ts';
import { figuresStopped } from '../domain/case/records.ts';
import type { FileOfCase } from '../words/compose.ts';
import type { Paper, PrintedDocument } from '../words/message.ts';
import type { Party } from '../words/party.ts';
import { drawnFrom, keepDocument, type LetterToPrint, type PrintDeps, printLetter } from './letters.ts';

/** What is kept of a letter that was approved: everything about its paper but how its cases stand. */
type Kept = Omit<PrintedDocument, 'drawnFrom'>;

/**
 * The letter of a step that leaves. One that was approved is printed once, with the figures of that day, and stays the same bytes until it leaves
 * or is asked again: the gate sees that nothing of its content changed since.
 */
export async function printApproved(
  deps: PrintDeps & { readonly invoice: FileOfCase },
  input: LetterToPrint,
  party: Party | null,
): Promise<Paper> {
  const { caseId, step } = input;
  const record = await recordOfStep(deps, caseId, step);
  const approval = record && approvalOf(record);
  if (!approval || party === null) return printLetter(deps, input, party);
  const about = { ...approval, channel: input.channel, invoices: party.members.map((member) => member.case.id).toSorted() };
  const label = { caseId, kind: 'approved-letter', filename: `${step}-${canonicalDigest(about).slice(0, 16)}.json` };
  const known = await digestOfKept(deps.db, label);
  if (known !== undefined) return { ...(await readKept(deps, known)), ...drawnFrom(party.members) };
  const paper = await printLetter(deps, input, party);
  if ('outcome' in paper) return paper;
  const { drawnFrom: _, ...kept } = paper;
  await keepDocument(deps, { ...label, contentType: 'application/json' }, Buffer.from(JSON.stringify(kept)));
  return paper;
}

async function recordOfStep({ db }: PrintDeps, caseId: string, step: string): Promise<StepRecord | undefined> {
  const stored = await storedCase(db, caseId);
  return stored && recordOf(stored.case, step);
}

/** The approval under which a step leaves: when its figures stop, and what was read; undefined where no content was named. */
function approvalOf(record: StepRecord): object | undefined {
  const { figuresOn } = figuresStopped(record);
  return figuresOn === undefined || record.asked === undefined ? undefined : { figuresOn, content: record.asked.content };
}

async function readKept({ store }: PrintDeps, sha256: string): Promise<Kept> {
  return JSON.parse(Buffer.from(await store.get(sha256)).toString()) as Kept;
}
