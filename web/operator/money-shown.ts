import type { AnswerOf } from '../../api/client.ts';
import { offeredTogether, tickedBeforehand } from '../../domain/matching/beforehand.ts';
import { formatCents, sumCents } from '../../domain/money/cents.ts';
import { type Api, mustBeRefused, queryText } from './api.ts';
import { inTurns } from './in-turns.ts';
import type { Sent } from './sent.ts';
import { isAtLeast, type Visit } from './visit.ts';

const ON_A_PAGE = 100;

/** A bank entry that no rule could place. */
type EntryLine = Waiting['entries'][number];

/** An invoice that the entry at hand may pay. */
type Candidate = Candidates['candidates'][number];

type Candidates = AnswerOf<'GET /unmatched/{entryKey}/candidates'>;

type Waiting = AnswerOf<'GET /unmatched'>;

/** What was refused, and what was typed: shares, or why the money is none of ours. */
export interface Refused {
  readonly sent?: Sent;
  readonly motif?: string;
  readonly wrong: string;
}

function cursorIn({ cursor }: Sent): string | undefined {
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
}

/** A page of what waits, the one that was looked at. */
export function waitingOn(api: Api, query: Sent): Promise<Waiting> {
  return api.call('GET /unmatched', { query: { limit: ON_A_PAGE, cursor: cursorIn(query) } });
}

/** Not all that was checked can be placed together. */
export const GONE = 'Une de ces écritures a été placée entre-temps, ou est d’une autre devise\u00a0: voici les autres.';

/** The entries that were checked to be placed together: money that came, of one currency. */
export function togetherIn(entries: readonly EntryLine[], { ensemble = [] }: Sent): readonly EntryLine[] {
  const keys = new Set([ensemble].flat());
  const chosen = entries.filter(({ key, amountCents }) => keys.has(key) && amountCents > 0);
  return chosen.filter(({ currency }) => currency === chosen[0]?.currency);
}

/** The page, with the entry or the entries at hand beside the list. */
export async function showMoney(visit: Visit, query: Sent, refused?: Refused): Promise<void> {
  const { api, session } = visit;
  if (session.creditorId === null) return visit.show('choose', 'Rapprochement', {});
  const cursor = cursorIn(query);
  const [waiting, accounts] = await Promise.all([waitingOn(api, query), api.call('GET /accounts')]);
  const together = togetherIn(waiting.entries, query);
  const asked = together[0]?.key ?? (typeof query.ecriture === 'string' ? query.ecriture : undefined);
  const chosen = asked === undefined ? waiting.entries[0] : await entryNamed(api, waiting, asked);
  await visit.show(
    'matching',
    'Rapprochement',
    {
      together: together.length > 1 ? together : [],
      rows: waiting.entries.map((entry) => ({
        ...entry,
        isChecked: together.includes(entry),
        href: `/rapprochement${queryText({ cursor, ecriture: entry.key })}`,
      })),
      canCheck: waiting.entries.filter(({ amountCents }) => amountCents > 0).length > 1,
      credits: waiting.credits,
      next: waiting.next === null ? null : `/rapprochement${queryText({ cursor: waiting.next })}`,
      isOpen: asked !== undefined,
      isGone: asked !== undefined && chosen === undefined,
      cursor: cursor ?? '',
      chosen: chosen ? await entryShown(api, together.length > 1 ? together : [chosen], query, refused) : null,
      motif: refused?.motif ?? '',
      wrong: refused?.wrong ?? (together.length < [query.ensemble ?? []].flat().length ? GONE : null),
      accounts: accounts.accounts,
      mayPlace: isAtLeast(session, 'operator'),
    },
    refused ? 422 : 200,
  );
}

/** The entry of that key, on whatever page it is; none when it does not wait. */
async function entryNamed(api: Api, { entries }: Waiting, key: string): Promise<EntryLine | undefined> {
  const here = entries.find((entry) => entry.key === key);
  if (here) return here;
  try {
    return await api.call('GET /unmatched/{entryKey}', { params: { entryKey: key } });
  } catch (error) {
    mustBeRefused(error, 404);
    return undefined;
  }
}

/** One entry, or several as if they were one: what they hold together, and every invoice that one of them may pay. */
async function entryShown(api: Api, entries: readonly EntryLine[], { q }: Sent, refused?: Refused) {
  const [first] = entries;
  if (first === undefined) return null;
  const openCents = sumCents(entries.map((each) => each.openCents));
  const entry = { ...first, openCents };
  const found = await candidatesOf(api, entries);
  const sought = typeof q === 'string' && q.trim() !== '' ? await soughtBy(api, entry, q.trim()) : [];
  const known = new Set(found.candidates.map(({ caseId }) => caseId));
  const ticked = tickedBeforehand(found.candidates, openCents);
  const all = [...found.candidates, ...sought.filter(({ caseId }) => !known.has(caseId))];
  return {
    ...entry,
    givenCents: first.amountCents - first.openCents,
    q: typeof q === 'string' ? q : '',
    inVain: typeof q === 'string' && q.trim() !== '' && sought.length === 0 ? q.trim() : null,
    isUnknownAccount: entry.reasons.some((reason) => reason.startsWith('le compte ')) && found.candidates.length === 0,
    undoes: found.undoes,
    candidates: all.map((line) => ({
      ...line,
      ...(refused?.sent ? asSent(line, refused.sent) : asOffered(line, entry, ticked)),
    })),
  };
}

async function candidatesOf(api: Api, entries: readonly EntryLine[]): Promise<Pick<Candidates, 'candidates' | 'undoes'>> {
  const found = await inTurns(entries, ({ key }) =>
    api.call('GET /unmatched/{entryKey}/candidates', { params: { entryKey: key } }),
  );
  const candidates =
    entries.length > 1
      ? offeredTogether(found.map((each) => each.candidates)).map((each) => ({ ...each, amountCents: each.balanceCents }))
      : (found[0]?.candidates ?? []);
  return { candidates, undoes: found[0]?.undoes ?? [] };
}

/** What was typed stays. */
function asSent({ caseId }: Candidate, sent: Sent) {
  return { isChecked: [sent.cas ?? []].flat().includes(caseId), typed: String(sent[`montant.${caseId}`] ?? '') };
}

function asOffered({ caseId, amountCents }: Candidate, { openCents }: EntryLine, ticked: readonly string[]) {
  const typed = formatCents(Math.min(amountCents, openCents)).replace(/[^\d,]/g, '');
  return { isChecked: ticked.includes(caseId), typed };
}

/** Open invoices that a person looks for himself. */
async function soughtBy(api: Api, entry: EntryLine, q: string): Promise<Candidate[]> {
  const { cases } = await api.call('GET /search', { query: { q, open: 'true', limit: 20 } });
  return cases
    .filter(({ currency }) => currency === entry.currency)
    .map((line) => ({ ...line, balanceCents: Math.max(0, line.balanceCents) }))
    .map((line) => ({
      ...line,
      amountCents: Math.min(line.balanceCents, entry.openCents),
      reasons: ['cherchée par vous'],
      borneOut: false,
      onlyNear: false,
    }));
}
