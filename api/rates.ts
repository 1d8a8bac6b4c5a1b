import { enteredRates, enterRates } from '../db/rates.ts';
import { addMonths } from '../domain/calendar/civil-date.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import { refuse } from '../domain/fault.ts';
import { missingSemester, type SemesterRates, SHIPPED_SEMESTERS, shippedRatesOf, tableWith } from '../domain/law/rates.ts';
import { firstDayOf, indexOf } from '../domain/law/semester.ts';
import { readSemesterRates } from '../domain/law/semester-rates-document.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';

/** The central bank rate and both columns of the legal rate, by semester: who may read, all; who may enter, the admin. */
export function rateHandlers(deps: ApiDeps) {
  const { db, clock, wake } = deps;
  return {
    'GET /legal-rates': () => listing(deps),
    /** The answer says which cases waited for the semester: each of them goes on. */
    'PUT /legal-rates/{semester}': async ({ params: { semester }, body, holder }) => {
      const rates = published(readSemesterRates({ ...body, semester }), parisDay(clock()));
      const released = await enterRates(db, rates, { actor: holder.name, at: toInstant(clock()) });
      wake();
      return { 200: { semester, released } };
    },
  } satisfies Partial<Handlers>;
}

async function listing({ db, clock }: ApiDeps) {
  const entered = (await enteredRates(db)).filter(({ semester }) => shippedRatesOf(semester) === undefined);
  const rates = [
    ...SHIPPED_SEMESTERS.map((each) => ({ ...each, origin: 'shipped' as const })),
    ...entered.map((each) => ({ ...each, origin: 'entered' as const })),
  ];
  return { 200: { rates, missing: missingSemester(parisDay(clock()), tableWith(entered)) } };
}

/** The rates of a semester come out in the month before it, and nobody has checked them tomorrow. */
function published(rates: SemesterRates, today: string): SemesterRates {
  const first = SHIPPED_SEMESTERS[0]?.semester ?? rates.semester;
  if (indexOf(rates.semester) < indexOf(first)) refuse('$.semester', `got "${rates.semester}", expected ${first} or later`);
  const firstDay = firstDayOf(rates.semester);
  if (addMonths(firstDay, -1) > today)
    refuse('$.semester', `got "${rates.semester}", expected a semester that has begun or begins within a month`);
  if (rates.checkedOn > today) refuse('$.checkedOn', `got "${rates.checkedOn}", expected ${today} or before`);
  return rates;
}
