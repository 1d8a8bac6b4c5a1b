import { writeAccess } from '../../db/accesses.ts';
import type { CaseRow } from '../../db/cases.ts';
import { type DocumentRow, documentsOf } from '../../db/documents.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { factOfRow } from '../../db/evidence-chain.ts';
import type { Task } from '../../domain/case/case.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { isDebtor } from '../../domain/case/show/actors.ts';
import { caseIn } from '../case-access.ts';
import type { ApiDeps } from '../deps.ts';
import { digestOf } from '../export/found-file.ts';
import type { Handlers } from '../http/serve.ts';
import { ownWords } from './about.ts';
import { readMail } from './mail.ts';
import type { WaitingAnswer } from './waiting-answer.ts';

/** The answers of a case that wait for somebody. */
export function waitingAnswerHandlers(deps: ApiDeps) {
  return {
    'GET /cases/{caseId}/answers': async (given) => {
      const row = await caseIn(deps, given);
      return { 200: { caseId: row.id, answers: await waitingAnswers(deps, row, given.holder.name) } };
    },
  } satisfies Partial<Handlers>;
}

async function waitingAnswers(deps: ApiDeps, row: CaseRow, reader: string): Promise<WaitingAnswer[]> {
  const { tasks } = row.state;
  if (!tasks.some(({ kind }) => kind === 'answer' || kind === 'dispute')) return [];
  const [rows, documents] = await Promise.all([evidenceOf(deps.db, row.id), documentsOf(deps.db, row.id)]);
  const answers: WaitingAnswer[] = [];
  for (const written of writtenOf(tasks, rows.map(factOfRow))) {
    const document = documents.find(({ id }) => id === written.document);
    const read = document ? await readersOf(deps, document, documents) : NOTHING;
    if (document) await noteRead(deps, row, document.id, reader);
    answers.push({ ...written, document: document?.id ?? null, ...read });
  }
  return answers;
}

/** What the debtor told of which a task speaks. */
type Written = Pick<WaitingAnswer, 'key' | 'at' | 'channel' | 'about' | 'document'>;

function writtenOf(tasks: readonly Task[], facts: readonly Fact[]): Written[] {
  const wrote = facts.flatMap((fact): Written[] => {
    if (fact.type !== 'debtor-wrote') return [];
    const { at, channel, about, document = null } = fact;
    return [{ key: document ?? at, at, channel, about, document }];
  });
  const waiting = wrote.filter(({ key }) => tasks.some((task) => task.kind === 'answer' && task.key === key));
  return [...waiting, ...disputeOf(tasks, facts, wrote)];
}

/** The dispute in force, by what he wrote on his page or by the answer for which a person opened it; none that a person heard of otherwise. */
function disputeOf(tasks: readonly Task[], facts: readonly Fact[], wrote: readonly Written[]): Written[] {
  const task = tasks.find(({ kind }) => kind === 'dispute');
  const opened = facts.findLast((fact) => fact.type === 'dispute-opened');
  if (!task || opened?.type !== 'dispute-opened') return [];
  const { at, actor, document = null } = opened;
  const told = wrote.find((one) => document !== null && one.document === document);
  const channel = told?.channel ?? (isDebtor(actor) ? 'page' : null);
  return channel === null ? [] : [{ key: task.key, at, channel, about: 'dispute', document }];
}

function noteRead({ db }: ApiDeps, { id, creditorId }: CaseRow, document: string, actor: string): Promise<unknown> {
  return writeAccess(db, { kind: 'document-read', actor, creditorId, subject: `${id}/${document}` });
}

type Read = Pick<WaitingAnswer, 'subject' | 'words' | 'files'>;

const NOTHING: Read = { subject: null, words: '', files: [] };

/** A mail is read for its words and finds its files by their bytes; a text is its words; anything else is looked at as it came. */
async function readersOf({ documents }: ApiDeps, document: DocumentRow, all: readonly DocumentRow[]): Promise<Read> {
  const bytes = () => documents.get(document.sha256).then((kept) => Buffer.from(kept));
  if (document.contentType === 'message/rfc822') {
    const { subject, text, files } = await readMail(await bytes());
    const joined = new Set(files.map((file) => digestOf(file.bytes)));
    return { subject, words: ownWords(text), files: linesOf(all.filter(({ sha256 }) => joined.has(sha256))) };
  }
  const besides = linesOf(all.filter((one) => one.id !== document.id && isJoinedTo(one, document)));
  if (document.contentType.startsWith('text/plain')) return { subject: null, words: (await bytes()).toString(), files: besides };
  return { ...NOTHING, files: besides };
}

const TOGETHER_MS = 60_000;

/** What came by the debtor’s page in the same moment. */
function isJoinedTo(one: DocumentRow, document: DocumentRow): boolean {
  const apart = Date.parse(one.createdAt) - Date.parse(document.createdAt);
  return one.kind === 'debtor-proof' && Math.abs(apart) < TOGETHER_MS;
}

function linesOf(documents: readonly DocumentRow[]) {
  return documents.map(({ id, filename }) => ({ id, filename }));
}
