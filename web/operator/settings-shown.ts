import type { AnswerOf } from '../../api/client.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { frenchDay } from '../../domain/case/show/french.ts';
import { moneyTellers } from '../../domain/known-providers.ts';
import { firstDayOf, semesterOf } from '../../domain/law/semester.ts';
import { amendmentsShown } from './amendments.ts';
import { ADMIN_ONLY, mustBeRefused } from './api.ts';
import { isAtLeast, type Visit } from './visit.ts';

type Rates = AnswerOf<'GET /legal-rates'>;

/** What was made just now and is read this once: a link, a key, secrets. */
interface Once {
  readonly what: string;
  readonly lines: readonly string[];
  /** A first event to paste into a shell. */
  readonly paste?: string | null;
}

/** The page, with what was made just now or what was refused. */
export async function showSettings(visit: Visit, once: Once | null = null, wrong: string | null = null): Promise<void> {
  const { api, session, show } = visit;
  const isAdmin = isAtLeast(session, 'admin');
  const [people, keys, rates, { creditors }, amendments, morning] = await Promise.all([
    isAdmin ? api.call('GET /people') : { people: [] },
    isAdmin ? api.call('GET /keys') : { keys: [] },
    api.call('GET /legal-rates'),
    api.call('GET /creditors'),
    session.creditorId === null ? null : amendmentsOf(visit, session.creditorId),
    api.call('GET /session/morning'),
  ]);
  const alive = keys.keys.filter(({ revokedAt }) => revokedAt === null);
  await show(
    'settings',
    'Réglages',
    {
      creditors,
      isAdmin,
      purposes,
      roles: roleChoices,
      people: people.people,
      keys: alive,
      rates: latest(rates, parisDay(Date.now())),
      amendments,
      morning,
      today: parisDay(Date.now()),
      once,
      wrong,
    },
    wrong ? 422 : 200,
  );
}

/** What a debtor's page shows is not repeated here. */
async function amendmentsOf(visit: Visit, creditor: string) {
  const kinds = await Promise.all(
    (['creditor', 'plan', 'template'] as const).map((kind) => amendmentsShown(visit, { creditor, kind })),
  );
  return kinds.flat().toSorted((one, other) => other.id - one.id);
}

/** Who tells of invoices and of money, as people call it. */
export const purposes = [{ id: 'billing', name: 'Facturation' }, { id: 'bank', name: 'Banque' }, ...moneyTellers] as const;
const roleChoices = ['viewer', 'operator', 'approver', 'admin'] as const;

const SEMESTERS_SHOWN = 6;

function latest({ rates, missing }: Rates, today: string) {
  return { rates: rates.slice(-SEMESTERS_SHOWN).toReversed(), missing, warning: missingSaid(missing, today) };
}

/** What lacks of the rates, and what waits for it: nothing yet, where the semester has not begun. */
export function missingSaid(missing: string | null, today: string): string | null {
  if (missing === null) return null;
  return missing === semesterOf(today)
    ? `Le semestre ${missing} manque\u00a0: les dossiers qui en ont besoin attendent.`
    : `Le semestre ${missing} est à saisir avant le ${frenchDay(firstDayOf(missing))}, une fois ses taux publiés\u00a0: sans eux, les dossiers qui en auront besoin attendront.`;
}

/** Says on the page what was refused; what was made is shown once. */
export async function doing(visit: Visit, work: () => Promise<Once>): Promise<void> {
  try {
    await showSettings(visit, await work());
  } catch (error) {
    mustBeRefused(error, 400, 403, 409);
    await showSettings(visit, null, error.status === 403 ? ADMIN_ONLY : error.message);
  }
}
