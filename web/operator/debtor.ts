import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { idsOfCase } from '../../domain/case/case.ts';
import { counted } from '../../domain/case/show/french.ts';
import { proposedSegments } from '../../domain/party/segment.ts';
import type { Refused } from './act-form.ts';
import { amendmentsShown } from './amendments.ts';
import { type Api, type ApiProblem, mustBeRefused, queryText } from './api.ts';
import type { FoundLine } from './case-columns.ts';
import { addressFields, debtorTold, otherFaults, otherWays } from './debtor-form.ts';
import { askOfAll, formsOfAll } from './debtor-pauses.ts';
import { debtorPath } from './rooms.ts';
import { askedIn, type Sent, sentIn, textsIn } from './sent.ts';
import { ownPath } from './sign-in.ts';
import { suspendedBy } from './suspended.ts';
import { creditorName, type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

const ON_A_PAGE = 200;

type Payments = AnswerOf<'GET /debtors/{id}/payments'>;

/** Un débiteur: what he owes, how he pays, how he is reached, when he was written to, and what people noted of him. */
export function debtorRooms(house: House): Router {
  return Router()
    .get(
      '/debiteurs/:creditorId/:debtorId',
      roomOf(house, async (visit, req) => showDebtor(visit, req.params, askedIn(req))),
    )
    .get('/debiteurs/:creditorId/:debtorId/releve', roomOf(house, showStatement))
    .post('/debiteurs/:creditorId/:debtorId/coordonnees', roomOf(house, correcting))
    .post('/debiteurs/:creditorId/:debtorId/suspendre', roomOf(house, ofAll('pause')))
    .post('/debiteurs/:creditorId/:debtorId/reprendre', roomOf(house, ofAll('resume')))
    .post('/debiteurs/:creditorId/:debtorId/segment', roomOf(house, deciding))
    .post('/debiteurs/:creditorId/:debtorId/notes', roomOf(house, noting))
    .post('/debiteurs/:creditorId/:debtorId/lien', roomOf(house, givingLink))
    .post('/debiteurs/:creditorId/:debtorId/liens/fermer', roomOf(house, revoking));
}

type Names = Readonly<Record<string, string>>;

/** Which debtor of which creditor. */
function askedOf({ creditorId: creditor = '', debtorId: id = '' }: Names) {
  return { params: { id }, query: { creditor } };
}

/** A form that was refused: that of his addresses, with what was typed and what is wrong with it, or an act on all his cases. */
interface Wrong {
  readonly addresses?: { readonly error: ApiProblem; readonly sent: Sent };
  readonly act?: Refused;
}

async function showDebtor(visit: Visit, params: Names, query: Sent, { addresses: wrong, act }: Wrong = {}): Promise<void> {
  const { debtor, ...known } = await knownOf(visit, params, query);
  const faults = wrong?.error.faults ?? [];
  const data = {
    ...known,
    debtor,
    base: debtorPath(params),
    segments: segmentsFor(known.payments),
    fields: addressFields(debtor, wrong?.sent, faults),
    wrong: wrong && faults.length === 0 ? wrong.error.message : null,
    wrongs: otherFaults(faults),
    isWrong: wrong !== undefined,
    mayCorrect: isAtLeast(visit.session, 'operator'),
    ofAll: formsOfAll(visit.session, known.standing.pauses, act),
  };
  await visit.show('debtor', debtor.name, data, wrong || act ? 422 : 200);
}

async function knownOf(visit: Visit, params: Names, { ouvertes, closes }: Sent) {
  const { api } = visit;
  const asked = askedOf(params);
  const about = { creditor: asked.query.creditor, kind: 'debtor', subject: asked.params.id };
  // First: whoever asks for nobody is told so, by none of what else is asked about him.
  const debtor = await api.call('GET /debtors/{id}', asked);
  const [open, closed, { contacts }, payments, amendments, standing, { notes }, credits] = await Promise.all([
    invoicesOn(api, params, 'ouvertes', ouvertes),
    invoicesOn(api, params, 'closes', closes),
    api.call('GET /debtors/{id}/contacts', asked),
    api.call('GET /debtors/{id}/payments', asked),
    amendmentsShown(visit, about),
    api.call('GET /debtors/{id}/standing', asked),
    api.call('GET /debtors/{id}/notes', asked),
    creditsOf(api, params),
  ]);
  const openInvoices = standing.sums.reduce((sum, each) => sum + each.openInvoices, 0);
  const claimed = new Map(standing.lateCharges.map((each) => [each.caseId, each.amountCents]));
  const lines = open.lines.map((line) => {
    const lateChargesCents = claimed.get(line.caseId) ?? 0;
    return { ...line, lateChargesCents, dueCents: line.balanceCents + lateChargesCents };
  });
  return {
    debtor,
    open: { ...open, lines },
    closed,
    contacts,
    payments,
    amendments,
    standing: { ...standing, sums: withCharges(standing.sums), openInvoices },
    notes,
    credits,
  };
}

/** What is due in all, and of it what is overdue: claimed late charges are both. */
function withCharges(sums: AnswerOf<'GET /debtors/{id}/standing'>['sums']) {
  return sums.map((sum) => ({
    ...sum,
    dueCents: sum.owedCents + sum.lateChargesCents,
    dueBeforeCents: sum.overdueCents + sum.lateChargesCents,
  }));
}

/** A page of his open invoices, or of his closed ones. `name`: the field of the address that says from where on. */
async function invoicesOn(api: Api, params: Names, name: 'ouvertes' | 'closes', from: Sent[string] | undefined) {
  const { creditorId: creditor = '', debtorId: debtor = '' } = params;
  const open = name === 'ouvertes' ? 'true' : 'false';
  const cursor = typeof from === 'string' ? from : undefined;
  const { cases, next } = await api.call('GET /search', { query: { debtor, creditor, open, limit: ON_A_PAGE, cursor } });
  const after = next === null ? null : `${debtorPath(params)}${queryText({ [name]: next })}`;
  return { lines: cases, next: after, isFirst: cursor === undefined };
}

/** What he paid too much, invoice by invoice. */
async function creditsOf(api: Api, { creditorId: creditor = '', debtorId }: Names) {
  const { credits } = await api.call('GET /unmatched', { query: { creditor, limit: 1 } });
  return credits.filter((credit) => credit.debtorId === debtorId);
}

/** Those that are proposed, and the one that a person gave, whatever it is called. */
function segmentsFor({ segment }: Payments): string[] {
  return [...new Set([...proposedSegments, ...(segment?.by === 'person' ? [segment.segment] : [])])];
}

/** The statement of account, to be printed: every open invoice and every credit, however many there are. */
const showStatement: Room = async (visit, { params }) => {
  const { api, creditors } = visit;
  const asked = askedOf(params);
  const debtor = await api.call('GET /debtors/{id}', asked);
  const [standing, lines, credits] = await Promise.all([
    api.call('GET /debtors/{id}/standing', asked),
    openCasesOf(api, params),
    creditsOf(api, params),
  ]);
  const { creditor } = asked.query;
  const from = creditorName(creditors, creditor);
  const now = Date.now();
  const waiting = new Map(standing.waiting.map((each) => [each.invoiceId, each.waiting]));
  const owed = lines
    .filter(({ balanceCents }) => balanceCents > 0)
    .map((line) => ({
      ...line,
      suspended: (waiting.get(idsOfCase(line.caseId).invoiceId) ?? []).map((one) =>
        suspendedBy(one, line.currency, parisDay(now)),
      ),
    }));
  const unpaid = new Set(owed.map(({ caseId }) => caseId));
  await visit.show('statement', `Relevé de compte\u00a0: ${debtor.name}`, {
    debtor,
    from,
    base: debtorPath(params),
    sums: withCharges(standing.sums),
    lines: owed,
    credits,
    lateCharges: standing.lateCharges.map((each) => ({ ...each, isPricePaid: !unpaid.has(each.caseId) })),
    on: new Date(now).toISOString(),
  });
};

/** Every open case of a debtor, page after page. */
async function openCasesOf(api: Api, { creditorId: creditor = '', debtorId: debtor = '' }: Names): Promise<FoundLine[]> {
  const found: FoundLine[] = [];
  let cursor: string | null = '';
  do {
    const query = { debtor, creditor, open: 'true', limit: ON_A_PAGE, cursor };
    const page: AnswerOf<'GET /search'> = await api.call('GET /search', { query });
    found.push(...page.cases);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

/** Addresses are written down with the debtor: with that his open cases are told which of them changed. */
const correcting: Room = async (visit, req) => {
  const sent = sentIn(req);
  const asked = askedOf(req.params);
  const before = await visit.api.call('GET /debtors/{id}', asked);
  try {
    const { waiting = [] } = await visit.api.call('PUT /debtors/{id}', { ...asked, body: debtorTold(before, sent) });
    const isOther = otherWays(before, await visit.api.call('GET /debtors/{id}', asked));
    const read = isOther ? await openOf(visit.api, asked) : 0;
    const back = sent.suite === undefined ? debtorPath(req.params) : ownPath(sent.suite);
    visit.goOn(back, { kind: 'good', text: correctedText(read, waiting.length > 0) });
  } catch (error) {
    mustBeRefused(error, 400);
    await showDebtor(visit, req.params, {}, { addresses: { error, sent } });
  }
};

/** An act on every open case of his. */
const ofAll =
  (act: 'pause' | 'resume'): Room =>
  async (visit, req) => {
    const { creditorId = '', debtorId = '' } = req.params;
    const refused = await askOfAll(visit, act, { creditorId, debtorId }, sentIn(req));
    if (refused) await showDebtor(visit, req.params, {}, { act: refused });
  };

function correctedText(read: number, waits: boolean): string {
  const readers = read === 0 ? '' : `\u00a0; ${counted(read, 'dossier')} ${read > 1 ? 'les relisent' : 'les relit'}`;
  return `Coordonnées notées${readers}.${waits ? ' L’adresse du siège attend qu’une seconde personne la confirme.' : ''}`;
}

/** How many of his cases are open. */
async function openOf(api: Api, asked: ReturnType<typeof askedOf>): Promise<number> {
  const { sums } = await api.call('GET /debtors/{id}/standing', asked);
  return sums.reduce((count, { openInvoices }) => count + openInvoices, 0);
}

/** New invoices take the segment; open cases keep the one that they were opened with. */
const deciding: Room = async (visit, req) => {
  const { segment = '' } = textsIn(req);
  await visit.api.call('PUT /debtors/{id}/segment', {
    ...askedOf(req.params),
    body: { segment: segment === '' ? null : segment },
  });
  visit.goOn(debtorPath(req.params), {
    kind: 'good',
    text: 'Segment noté\u00a0: ses factures à venir le prennent, ses dossiers ouverts gardent le leur.',
  });
};

const noting: Room = async ({ api, goOn }, req) => {
  const { note = '' } = textsIn(req);
  const back = `${debtorPath(req.params)}#notes`;
  try {
    await api.call('POST /debtors/{id}/notes', { ...askedOf(req.params), body: { text: note } });
  } catch (error) {
    mustBeRefused(error, 400);
    return goOn(back, { kind: 'bad', text: 'Une note de 1 à 500 caractères est attendue.' });
  }
  goOn(back, { kind: 'good', text: 'Noté.' });
};

const givingLink: Room = async ({ api, goOn }, req) => {
  const { url } = await api.call('POST /debtors/{id}/links', askedOf(req.params));
  goOn(debtorPath(req.params), { kind: 'good', text: `Son lien, montré cette fois seulement\u00a0: ${url}` });
};

/** A link that fell into other hands opens nothing any more; his next messages bring new ones. */
const revoking: Room = async ({ api, goOn }, req) => {
  const { revoked } = await api.call('DELETE /debtors/{id}/links', askedOf(req.params));
  const text = revoked === 0 ? 'Aucun lien n’était ouvert.' : `${counted(revoked, 'lien')} fermé${revoked > 1 ? 's' : ''}.`;
  goOn(debtorPath(req.params), { kind: 'good', text });
};
