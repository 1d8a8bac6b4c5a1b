import * as z from 'zod';
import { type FoundCase, searchCases } from '../db/case-search.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { dueWithin } from '../domain/figures/ageing.ts';
import { nameSchema } from './contract/schema.ts';
import { creditorsIn } from './creditor-access.ts';
import { cursorIn } from './cursor.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';
import { instantOrNull } from './stored-instant.ts';

const cursorSchema = z.tuple([nameSchema, nameSchema]);

/** Cases by what a person knows of them. */
export function caseSearchHandlers(deps: ApiDeps) {
  return {
    'GET /search': async (given) => {
      const { limit, cursor, creditor: _, debtor, late, ...asked } = given.query;
      const filter = {
        ...asked,
        creditors: await creditorsIn(deps, given),
        ...(debtor === undefined ? {} : { debtorId: debtor }),
        ...(late === undefined ? {} : { owedDueWithin: dueWithin(late, parisDay(deps.clock())) }),
      };
      const page = await searchCases(deps.db, filter, limit, cursorIn(cursorSchema, cursor));
      return { 200: { cases: page.rows.map(shown), next: page.next } };
    },
  } satisfies Partial<Handlers>;
}

function shown({ nextActAt, ...row }: FoundCase) {
  return { ...row, nextActAt: instantOrNull(nextActAt) };
}
