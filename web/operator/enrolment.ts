import { setImmediate } from 'node:timers/promises';
import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { addDays, type CivilDate, isCivilDate } from '../../domain/calendar/civil-date.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { addWorkingDays } from '../../domain/calendar/working-days.ts';
import { byColumn } from '../../domain/enrol/by-column.ts';
import { columnOf, columns } from '../../domain/enrol/columns.ts';
import { readCsv } from '../../domain/enrol/csv.ts';
import type { Enrolment } from '../../domain/enrol/enrolment.ts';
import { issuedLaterSaid } from '../../domain/enrol/issued-later.ts';
import { type EnrolmentPreview, enrolmentBody, joined, type Planned, previewOf } from '../../domain/enrol/preview.ts';
import { type EnrolmentFile, readEnrolments } from '../../domain/enrol/read-enrolments.ts';
import { quietUntil } from '../../domain/enrol/spread.ts';
import { sumsByCurrency } from '../../domain/money/cents.ts';
import { debtorKinds } from '../../domain/plan/plan.ts';
import { chosenPlan } from '../../domain/plan/plan-choice.ts';
import { fileIn } from '../shared/upload.ts';
import type { Api } from './api.ts';
import { isAmongFirstSteps } from './first-steps-hold.ts';
import { afterOf, goOnWith } from './jobs.ts';
import { moneyNews } from './money-news.ts';
import { postageShown } from './postage.ts';
import { type Sent, sentIn } from './sent.ts';
import { renamed, tableIn } from './sheet.ts';
import { type House, type Room, roomOf, type Visit } from './visit.ts';

/** A form holds the table between two pages: what fits into one. */
const MOST_BYTES = 900_000;
const MOST_SHOWN = 200;
/** Whoever takes over looks at his invoices first: all of them, up to what a page can hold. */
const MOST_INVOICES = 2000;

/** Open invoices of a running business: the table, what its columns mean, what would leave and when, and then only the taking over. */
export function enrolmentRooms(house: House): Router {
  return Router()
    .post('/entrees/factures', roomOf(house, reading))
    .post('/entrees/factures/colonnes', roomOf(house, correcting))
    .post('/entrees/factures/reprendre', roomOf(house, takingOver));
}

/** Where the table was chosen: among the first steps as long as they last, else in Entrées. */
function placeOf(visit: Visit) {
  return isAmongFirstSteps(visit)
    ? { path: '/premiers-pas/factures', name: 'Premiers pas\u00a0: vos factures ouvertes' }
    : { path: '/entrees', name: 'Entrées' };
}

const reading: Room = async (visit, req) => {
  const { path } = placeOf(visit);
  const file = await fileIn(req, 'fichier', MOST_BYTES);
  if (file === null)
    return visit.goOn(path, { kind: 'bad', text: 'Choisissez un fichier\u00a0: aucun n’est venu, ou il est vide.' });
  const table = await tableIn(file);
  if ('refused' in table) return visit.goOn(path, { kind: 'bad', text: table.refused });
  await showPreview(visit, table.text, {});
};

const correcting: Room = async (visit, req) => {
  const sent = sentIn(req);
  await showPreview(visit, renamed(String(sent.contenu ?? ''), sent), sent);
};

/** The first day on which something may leave, and how many debtors begin on one day. */
interface Pace {
  readonly firstOn: CivilDate;
  /** The first one that may be asked for: nothing leaves on the day of a taking over. */
  readonly earliestOn: CivilDate;
  readonly perDay: number;
}

function paceOf({ debut, parjour }: Sent): Pace {
  const tomorrow = addDays(parisDay(Date.now()), 1);
  const asked = typeof debut === 'string' && isCivilDate(debut) && debut >= tomorrow ? debut : addWorkingDays(tomorrow, 0);
  const perDay = Number(parjour);
  return { firstOn: asked, earliestOn: tomorrow, perDay: Number.isSafeInteger(perDay) && perDay > 0 ? perDay : 20 };
}

/** What the table leaves unsaid of every line. */
function defaultsOf({ type }: Sent) {
  const kind = debtorKinds.find((each) => each === type);
  return { today: parisDay(Date.now()), ...(kind === undefined ? {} : { kind }) };
}

async function showPreview(visit: Visit, content: string, sent: Sent): Promise<void> {
  const { session, show } = visit;
  if (session.creditorId === null) return show('choose', 'Entrées', {});
  const pace = paceOf(sent);
  const file = readEnrolments(Buffer.from(content), defaultsOf(sent));
  const headings = headingsOf(content, file, sent);
  const isPartial = leavesAside(sent, file);
  const frame = {
    content,
    back: placeOf(visit),
    isPartial,
    sound: file.sound.length,
    aside: new Set(file.faults.map(({ path }) => path.split(',')[0])).size,
    pace,
    kinds: debtorKinds,
    type: defaultsOf(sent).kind ?? '',
    headings,
    names: columnNames,
    ignored: file.ignored,
    ...faultsShown(file),
  };
  if (file.faults.length > 0 && !isPartial)
    return show('enrolment', 'Reprendre des factures', { ...frame, preview: null, already: 0 });
  const creditor = await creditorOf(visit);
  const planned = await plannedOf(visit, creditor, file.sound, pace);
  const preview = await previewInTurns(planned, session.creditorId);
  await show('enrolment', 'Reprendre des factures', {
    ...frame,
    preview: { ...preview, invoices: preview.invoices.slice(0, MOST_INVOICES), count: preview.invoices.length },
    moreInvoices: Math.max(0, preview.invoices.length - MOST_INVOICES),
    postage: postageShown([{ payer: creditor, posted: preview.posted }]),
    sums: sumsByCurrency(preview.invoices.map(({ currency, balanceCents: cents }) => ({ currency, cents }))),
    planNames: Object.fromEntries(planned.map(({ plan }) => [plan.id, plan.name])),
    issuedLater: issuedLaterSaid(preview.issuedLater),
    already: file.sound.length - planned.length,
    news: await moneyNews(visit),
  });
}

/** What is wrong, once for a whole column, and how much more there is. */
function faultsShown({ faults }: EnrolmentFile) {
  const said = byColumn(faults).map(({ path, message }) => ({
    path,
    message: message.replace('ajouter --type', 'le choisir ci-dessous'),
  }));
  return { faults: said.slice(0, MOST_SHOWN), moreFaults: Math.max(0, said.length - MOST_SHOWN) };
}

/** The headings of a table as the file has them, whatever a person chose since, each with what it is understood as. */
function headingsOf(content: string, file: Pick<EnrolmentFile, 'ignored'>, sent: Sent) {
  const [head, ...records] = readCsv(content);
  return (head?.cells ?? []).map((text, index) => ({
    text: ownHeading(sent[`entete.${index}`]) ?? text,
    name: `colonne.${index}`,
    kept: `entete.${index}`,
    isIgnored: file.ignored.includes(text.trim()),
    meaning: meaningOf(text),
    samples: samplesOf(records.map(({ cells }) => cells[index] ?? '')),
  }));
}

function ownHeading(kept: Sent[string] | undefined): string | null {
  return typeof kept === 'string' && kept !== '' ? kept : null;
}

const [SAMPLES, SAMPLE_LETTERS] = [3, 30];

/** The first values of a column, each once. */
function samplesOf(cells: readonly string[]): string[] {
  const said = new Set<string>();
  for (const cell of cells) {
    const text = cell.trim();
    if (text !== '') said.add(text.length > SAMPLE_LETTERS ? `${text.slice(0, SAMPLE_LETTERS)}…` : text);
    if (said.size === SAMPLES) break;
  }
  return [...said];
}

/** Each column that a person may choose for a heading. */
const columnNames = Object.entries(columns).map(([id, { names }]) => ({ id, name: names[0] }));

/** What a heading is understood as; null when it says nothing here. */
function meaningOf(heading: string): string | null {
  const name = columnOf(heading);
  return name === undefined ? null : (columns[name].names[0] ?? null);
}

/** A person said to go on without the lines that something is wrong with. */
function leavesAside({ sans }: Sent, { sound }: EnrolmentFile): boolean {
  return sans === '1' && sound.length > 0;
}

/** A debtor after the other: his invoices share their messages, and in between others are served. */
async function previewInTurns(planned: readonly Planned[], creditorId: string): Promise<EnrolmentPreview> {
  const previews: EnrolmentPreview[] = [];
  for (const some of byDebtor(planned)) {
    previews.push(previewOf(some, creditorId, Date.now()));
    await setImmediate();
  }
  return joined(previews);
}

function byDebtor(planned: readonly Planned[]): readonly Planned[][] {
  const groups = new Map<string, Planned[]>();
  for (const each of planned) {
    const { id } = each.enrolment.debtor;
    groups.set(id, [...(groups.get(id) ?? []), each]);
  }
  return [...groups.values()];
}

type Creditor = AnswerOf<'GET /creditors/{id}'>;

function creditorOf({ api, session }: Visit): Promise<Creditor> {
  return api.call('GET /creditors/{id}', { params: { id: session.creditorId ?? '' } });
}

/** What is not running yet, each with its plan and its last quiet day. */
async function plannedOf({ api }: Visit, creditor: Creditor, enrolments: readonly Enrolment[], pace: Pace): Promise<Planned[]> {
  const missing = await notRunning(api, enrolments);
  const quiet = quietUntil(missing, pace);
  const planOf = (id: string) => api.call('GET /plans/{id}', { params: { id } });
  return Promise.all(
    missing.map(async (enrolment) => ({
      enrolment,
      plan: await planOf(enrolment.plan ?? chosenPlan(creditor.planChoices ?? [], creditor.defaultPlan, enrolment)),
      quietUntil: quiet.get(enrolment.debtor.id) ?? parisDay(Date.now()),
    })),
  );
}

/** Those that nobody has taken over yet. */
async function notRunning(api: Api, enrolments: readonly Enrolment[]): Promise<Enrolment[]> {
  const invoices = enrolments.map(({ invoice }) => invoice.id);
  const { missing } = await api.call('POST /enrolments/missing', { body: { invoices } });
  const ids = new Set(missing);
  return enrolments.filter(({ invoice }) => ids.has(invoice.id));
}

const takingOver: Room = async (visit, req) => {
  const sent = sentIn(req);
  const file = readEnrolments(Buffer.from(String(sent.contenu ?? '')), defaultsOf(sent));
  if (file.faults.length > 0 && !leavesAside(sent, file)) return showPreview(visit, String(sent.contenu ?? ''), sent);
  const planned = await plannedOf(visit, await creditorOf(visit), file.sound, paceOf(sent));
  const { path: after } = afterOf('enrolments', visit);
  if (planned.length === 0)
    return visit.goOn(after, { kind: 'good', text: 'Tout était déjà repris\u00a0: rien n’a été ajouté.' });
  const enrolments = planned.map((each) => ({ label: labelOf(each), enrolment: enrolmentBody(each) }));
  goOnWith(visit, await visit.api.call('POST /jobs/enrolments', { body: { enrolments } }), after);
};

function labelOf({ enrolment: { line, invoice } }: Planned): string {
  return `Ligne ${line}, ${invoice.number}`;
}
