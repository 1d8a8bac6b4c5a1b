import * as z from 'zod';
import { type FoundCase, searchCases } from '../db/case-search.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { dueWithin } from '../domain/figures/ageing.ts';
import { nameSchema } from './contract/schema.ts';
import { cursorIn } from './cursor.ts';
import type { ApiDeps } from './deps.ts';
import type { Handlers } from './http/serve.ts';
import { instantOrNull } from './stored-instant.ts';

const cursorSchema = z.tuple([nameSchema, nameSchema]);

/** Cases by what a person knows of them. */
export function caseSearchHandlers({ db, clock }: ApiDeps) {
  return {
    'GET /search': async ({ query, holder: { creditorId, creditors } }) => {
      const { limit, cursor, creditor, debtor, late, ...asked } = query;
      const one = creditorId ?? creditor;
      const filter = {
        ...asked,
        creditors: one === undefined ? creditors : [one],
        ...(debtor === undefined ? {} : { debtorId: debtor }),
        ...(late === undefined ? {} : { owedDueWithin: dueWithin(late, parisDay(clock())) }),
      };
      const page = await searchCases(db, filter, limit, cursorIn(cursorSchema, cursor));
      return { 200: { cases: page.rows.map(shown), next: page.next } };
    },
  } satisfies Partial<Handlers>;
}

function shown({ nextActAt, ...row }: FoundCase) {
  return { ...row, nextActAt: instantOrNull(nextActAt) };
}
