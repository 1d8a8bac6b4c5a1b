import { type RequestHandler, Router } from 'express';
import { enteredRates, enterRates } from '../db/rates.ts';
import { addMonths } from '../domain/calendar/civil-date.ts';
import { parisDay, toInstant } from '../domain/calendar/paris.ts';
import { refuse } from '../domain/fault.ts';
import { missingSemester, type SemesterRates, SHIPPED_SEMESTERS, shippedRatesOf, tableWith } from '../domain/law/rates.ts';
import { firstDayOf, indexOf } from '../domain/law/semester.ts';
import { readSemesterRates } from '../domain/law/semester-rates-document.ts';
import type { ApiDeps } from './deps.ts';
import { atLeast, holderIn } from './http/auth.ts';

/** The central bank rate and both columns of the legal rate, by semester: who may read, all; who may enter, the admin. */
export function rateRoutes(deps: ApiDeps): Router {
  return Router().get('/legal-rates', listing(deps)).put('/legal-rates/:semester', atLeast('admin'), entering(deps));
}

function listing({ db, clock }: ApiDeps): RequestHandler {
  return async (_req, res) => {
    const entered = (await enteredRates(db)).filter(({ semester }) => shippedRatesOf(semester) === undefined);
    res.json({
      rates: [
        ...SHIPPED_SEMESTERS.map((rates) => ({ ...rates, origin: 'shipped' })),
        ...entered.map((rates) => ({ ...rates, origin: 'entered' })),
      ],
      missing: missingSemester(parisDay(clock()), tableWith(entered)),
    });
  };
}

/** The answer says which cases waited for the semester: each of them goes on. */
function entering({ db, clock, wake }: ApiDeps): RequestHandler<{ semester: string }> {
  return async (req, res) => {
    const rates = published(readSemesterRates(withSemester(req.body, req.params.semester)), parisDay(clock()));
    const released = await enterRates(db, rates, { actor: holderIn(res).name, at: toInstant(clock()) });
    wake();
    res.json({ semester: rates.semester, released });
  };
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

/** The semester of the URL is the document's: given twice, it must be the same. */
function withSemester(body: unknown, semester: string): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const given = 'semester' in body ? body.semester : semester;
  if (given !== semester)
    refuse('$.semester', `got ${JSON.stringify(given)}, expected the semester of the URL, ${JSON.stringify(semester)}`);
  return { ...body, semester };
}
