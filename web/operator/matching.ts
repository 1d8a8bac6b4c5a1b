import { Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import type { Fault } from '../../domain/fault.ts';
import { centsOf, type Sent } from './act-form.ts';
import { type Api, ApiProblem, queryText } from './api.ts';
import { filters } from './format.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

const ON_A_PAGE = 100;

/** A bank entry that no rule could place. */
type EntryLine = Waiting['entries'][number];

/** An invoice that the entry at hand may pay. */
type Candidate = Candidates['candidates'][number];

type Candidates = AnswerOf<'GET /unmatched/{entryKey}/candidates'>;

type Waiting = AnswerOf<'GET /unmatched'>;

/** What was typed and refused. */
interface Refused {
  readonly sent: Sent;
  readonly wrong: string;
}

/** Rapprochement: money on the left, on the right what it may pay and why. */
export function matchingRooms(house: House): Router {
  return Router()
    .get(
      '/rapprochement',
      roomOf(house, async (visit, req) => showMoney(visit, req.query as Sent)),
    )
    .post('/rapprochement/compte', roomOf(house, naming))
    .post('/rapprochement/:key', roomOf(house, placing));
}

const naming: Room = async ({ api, goOn }, req) => {
  const { nom = '', compte = '' } = req.body as Record<string, string>;
  await api.call('PUT /accounts/{name}', { params: { name: nom }, body: { account: compte } });
  goOn('/rapprochement', { kind: 'good', text: `${nom} est le compte ${compte}.` });
};

const placing: Room = async (visit, req) => {
  const sent = req.body as Sent;
  const { key = '' } = req.params;
  const faults: Fault[] = [];
  const body = typeof sent.annule === 'string' ? { undoes: sent.annule } : { allocations: sharesIn(sent, faults) };
  const [fault] = faults;
  if (fault) return showMoney(visit, { ecriture: key, q: String(sent.q ?? '') }, { sent, wrong: fault.message });
  try {
    await visit.api.call('POST /unmatched/{entryKey}/allocate', { params: { entryKey: key }, body });
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 409].includes(error.status)) throw error;
    return showMoney(visit, { ecriture: key, q: String(sent.q ?? '') }, { sent, wrong: error.message });
  }
  visit.goOn('/rapprochement', { kind: 'good', text: 'L’argent est affecté\u00a0; les dossiers en prennent acte.' });
};

/** The invoices that were checked, each with its part. */
function sharesIn(sent: Sent, faults: Fault[]): { caseId: string; amountCents: number }[] {
  const chosen = [sent.cas ?? []].flat();
  if (chosen.length === 0) faults.push({ path: 'cas', message: 'Cochez une facture au moins.' });
  return chosen.map((caseId) => {
    const typed = String(sent[`montant.${caseId}`] ?? '');
    const amountCents = centsOf(typed) ?? 0;
    if (amountCents <= 0)
      faults.push({ path: caseId, message: `«\u00a0${typed}\u00a0» n’est pas un montant, par exemple 1\u202f250,00.` });
    return { caseId, amountCents };
  });
}

async function showMoney(visit: Visit, query: Sent, refused?: Refused): Promise<void> {
  const { api, session } = visit;
  if (session.creditorId === null) return visit.show('choose', 'Rapprochement', {});
  const cursor = typeof query.cursor === 'string' ? query.cursor : undefined;
  const [waiting, accounts] = await Promise.all([
    api.call('GET /unmatched', { query: { limit: ON_A_PAGE, cursor } }),
    api.call('GET /accounts'),
  ]);
  const asked = typeof query.ecriture === 'string' ? query.ecriture : undefined;
  const chosen = waiting.entries.find(({ key }) => key === asked) ?? (asked === undefined ? waiting.entries[0] : undefined);
  await visit.show(
    'matching',
    'Rapprochement',
    {
      rows: waiting.entries.map((entry) => ({ ...entry, href: `/rapprochement${queryText({ cursor, ecriture: entry.key })}` })),
      credits: waiting.credits,
      next: waiting.next === null ? null : `/rapprochement${queryText({ cursor: waiting.next })}`,
      isOpen: asked !== undefined,
      isGone: asked !== undefined && chosen === undefined,
      chosen: chosen ? await entryShown(api, chosen, query, refused) : null,
      wrong: refused?.wrong ?? null,
      accounts: accounts.accounts,
      mayPlace: isAtLeast(session, 'operator'),
    },
    refused ? 422 : 200,
  );
}

async function entryShown(api: Api, entry: EntryLine, { q }: Sent, refused?: Refused) {
  const found = await api.call('GET /unmatched/{entryKey}/candidates', { params: { entryKey: entry.key } });
  const sought = typeof q === 'string' && q.trim() !== '' ? await soughtBy(api, entry, q.trim()) : [];
  const known = new Set(found.candidates.map(({ caseId }) => caseId));
  const all = [...found.candidates, ...sought.filter(({ caseId }) => !known.has(caseId))];
  return {
    ...entry,
    givenCents: entry.amountCents - entry.openCents,
    q: typeof q === 'string' ? q : '',
    isUnknownAccount: entry.reasons.some((reason) => reason.includes('compte')) && found.candidates.length === 0,
    undoes: found.undoes,
    candidates: all.map((line, index) => ({ ...line, ...chosenBy(line, index, entry, refused) })),
  };
}

/** Checked beforehand: the best one when its balance is the whole of the money. What was typed stays. */
function chosenBy({ caseId, amountCents, balanceCents }: Candidate, index: number, entry: EntryLine, refused?: Refused) {
  const cents = Math.min(amountCents, entry.openCents);
  if (refused)
    return {
      isChecked: [refused.sent.cas ?? []].flat().includes(caseId),
      typed: String(refused.sent[`montant.${caseId}`] ?? ''),
    };
  const euros = (filters.euros as (amount: number) => string)(cents).replace(/[^\d,]/g, '');
  return { isChecked: index === 0 && balanceCents === entry.openCents, typed: euros };
}

/** Open invoices that a person looks for himself. */
async function soughtBy(api: Api, entry: EntryLine, q: string): Promise<Candidate[]> {
  const { cases } = await api.call('GET /search', { query: { q, open: 'true', limit: 20 } });
  return cases
    .filter(({ currency }) => currency === entry.currency)
    .map((line) => ({ ...line, amountCents: Math.min(line.balanceCents, entry.openCents), reasons: ['cherchée par vous'] }));
}
