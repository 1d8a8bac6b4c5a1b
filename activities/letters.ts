import type { Database } from '../db/database.ts';
import { documents } from '../db/schema.ts';
import type { CivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import type { LiveCase } from '../domain/case/case.ts';
import { nameOfNote } from '../domain/case/debtor/payment.ts';
import type { NoteRequest } from '../domain/case/next/notes.ts';
import { figuresOn } from '../domain/case/records.ts';
import { BadInput } from '../domain/fault.ts';
import { type Channel, isOutward, stepOf } from '../domain/plan/plan.ts';
import type { TemplateId } from '../domain/plan/template-ids.ts';
import { type MessageRequest, withData } from '../templates/data.ts';
import { addressSaid } from '../templates/postal-address.ts';
import type { Letter, Templates } from '../templates/renderer.ts';
import { booksOf } from '../words/books.ts';
import { type DebtorPageLink, type FileOfCase, withPage } from '../words/compose.ts';
import { heldLogo, withLogo } from '../words/logo.ts';
import type { PrintedDocument, Unprintable } from '../words/message.ts';
import { noteMessage } from '../words/note-message.ts';
import { inFrench, partiesOf } from '../words/parties.ts';
import type { Known, Party } from '../words/party.ts';
import { stepMessage } from '../words/step-message.ts';
import type { DocumentPrinter } from './documents/documents.ts';
import { type DocumentStore, sha256Of } from './files/store.ts';

export interface PrintDeps {
  readonly db: Database;
  readonly clock: () => number;
  readonly readCase: (caseId: string) => Promise<LiveCase>;
  readonly templates: Templates;
  readonly printer: DocumentPrinter;
  readonly store: DocumentStore;
  readonly debtorPage?: DebtorPageLink;
}

/** What is kept of a document: the case it belongs to, what it is, and how it is called. */
export interface DocumentLabel {
  readonly caseId: string;
  readonly kind: string;
  readonly filename: string;
  readonly contentType: string;
}

type Printed = Omit<PrintedDocument, 'askedCents'>;

/** A note that a document goes with, and the workflow's time. */
export interface PrintNote {
  readonly caseId: string;
  readonly note: NoteRequest;
  readonly nowMs: number;
}

/** The letter of a step, and the workflow's time. */
export interface LetterToPrint {
  readonly caseId: string;
  readonly step: string;
  readonly channel?: Channel;
  readonly nowMs: number;
}

/** Prints the letter of a step with the figures of the day, to be posted with the invoices of its company, and keeps it for each of them; or says what stands in the way. */
export async function printLetter(
  deps: PrintDeps & { readonly invoice: FileOfCase },
  input: LetterToPrint,
  party: Party | null = null,
): Promise<PrintedDocument | Unprintable> {
  const live = await deps.readCase(input.caseId);
  const step = party?.words ?? stepOf(live.plan, input.step);
  if (!step || !isOutward(step)) return refused(`l’étape ${input.step} n’écrit à personne`);
  const parties = inFrench(await partiesOf(deps.db, live.case));
  if (!parties.debtor.registeredOffice) return refused('adresse postale du débiteur inconnue');
  const others = party?.members.slice(1) ?? [];
  const on = figuresOn(
    [live, ...others].map((one) => one.case),
    step,
    parisDay(Math.max(deps.clock(), input.nowMs)),
  );
  const message = await stepMessage(booksOf(deps.db), live, parties, step, on, others);
  if ('outcome' in message) return message;
  const joined = (await Promise.all([live, ...others].map((one) => deps.invoice(one.case)))).flat();
  const enclosures = joined.map(({ title }) => title);
  const copy = step.act === 'letter' && input.channel === 'letter' ? ({ copy: true } as const) : {};
  const request = { ...withData(message.request, { enclosures }), ...copy };
  const printed = await print(deps, live, request, on, others);
  if ('outcome' in printed) return printed;
  return {
    ...printed,
    askedCents: message.askedCents,
    shares: message.shares,
    joined,
    ...(party === null ? {} : drawnFrom(party.members)),
  };
}

/** The cases of a paper, each as it stood when it was printed. */
export function drawnFrom(members: readonly Known[]): Required<Pick<PrintedDocument, 'drawnFrom'>> {
  return { drawnFrom: Object.fromEntries(members.map(({ case: { id }, revision }) => [id, revision])) };
}

/** Prints what goes with a note, the agreement on instalments to be signed, and keeps it; or says what stands in the way. */
export async function printNote(deps: PrintDeps, { caseId, note, nowMs }: PrintNote): Promise<PrintedDocument | Unprintable> {
  const live = await deps.readCase(caseId);
  const parties = inFrench(await partiesOf(deps.db, live.case));
  const on = parisDay(Math.max(deps.clock(), nowMs));
  const printed = await print(
    deps,
    live,
    noteMessage({ live, others: [], parties, on }, { ...note, ...nameOfNote(live.case, note.key) }),
    on,
  );
  return 'outcome' in printed ? printed : { ...printed, askedCents: note.askedCents ?? null };
}

/** What the file of a letter is called. */
const fileNames: { readonly [T in TemplateId]?: string } = {
  'courtesy-note': 'rappel',
  reminder: 'relance',
  'formal-notice': 'mise-en-demeure',
  'late-charges': 'penalites-de-retard',
  corrective: 'rectification',
  'instalment-agreement': 'accord-echeancier',
};

async function print(
  deps: PrintDeps,
  live: LiveCase,
  request: MessageRequest,
  on: CivilDate,
  others: readonly LiveCase[] = [],
): Promise<Printed | Unprintable> {
  const page = (await deps.debtorPage?.(live.case)) ?? null;
  const logo = await heldLogo({ db: deps.db, documents: deps.store }, live.case.creditorId);
  const letter = writtenLetter(deps.templates, withLogo(withPage(request, page), logo));
  if ('outcome' in letter) return letter;
  const { pdf, pages } = await deps.printer.print(letter.html, { title: letter.title, datedOn: on });
  const label = {
    caseId: live.case.id,
    kind: request.template,
    filename: `${fileNames[request.template] ?? request.template}-${live.case.invoice.number}.pdf`,
    contentType: 'application/pdf',
  };
  const wordsSha256 = await deps.store.put(Buffer.from(letter.text));
  for (const { case: other } of others) await keepDocument(deps, { ...label, caseId: other.id }, pdf);
  return { ...(await keepDocument(deps, label, pdf)), wordsSha256, pages };
}

/** An address that no window envelope holds is a human's to correct: trying again would not help. */
function writtenLetter(templates: Templates, request: MessageRequest): Letter | Unprintable {
  try {
    return templates.letter(request);
  } catch (error) {
    if (error instanceof BadInput) return refused(addressSaid(error) ?? `lettre impossible\u00a0: ${error.message}`);
    throw error;
  }
}

function refused(reason: string): Unprintable {
  return { outcome: 'refused', reason, address: null };
}

/** Keeps a document in the store and its row in the database; the same bytes of a case are one document. */
export async function keepDocument(
  { db, store }: Pick<PrintDeps, 'db' | 'store'>,
  label: DocumentLabel,
  bytes: Uint8Array,
): Promise<{ document: string; sha256: string }> {
  const sha256 = await store.put(bytes);
  const id = documentId(label, sha256);
  await db
    .insert(documents)
    .values({ id, ...label, bytes: bytes.length, sha256 })
    .onConflictDoNothing();
  return { document: id, sha256 };
}

/** The id of a document of a case: that of its bytes. */
export function documentId({ caseId, kind }: Pick<DocumentLabel, 'caseId' | 'kind'>, sha256: string): string {
  return sha256Of(`${caseId}\n${kind}\n${sha256}`).slice(0, 32);
}
