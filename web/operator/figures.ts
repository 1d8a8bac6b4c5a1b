import { type Response, Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { addDays, isCivilDate } from '../../domain/calendar/civil-date.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { phaseNames } from '../../domain/case/show/french.ts';
import { ageBands } from '../../domain/figures/ageing.ts';
import { sumCents } from '../../domain/money/cents.ts';
import { type Api, mustBeRefused, queryText } from './api.ts';
import { csvLine, euroCells } from './csv.ts';
import { allAsked, allKept, breadthOf } from './figures-of-all.ts';
import { bandNames, segmentName, shareOf } from './format.ts';
import { sendPeriodCsv, showPeriod } from './period-figures.ts';
import { askedIn, type Sent } from './sent.ts';
import { creditorName, type House, roomOf, type Visit } from './visit.ts';

/** The figures of the API on one day. */
type Figures = AnswerOf<'GET /figures'>;

/** Chiffres: what is owed by age on any past day, how long sales wait, what came in, and where the rest stands. */
export function figureRooms(house: House): Router {
  return Router()
    .get(
      '/chiffres',
      roomOf(house, async (visit, req) => showFigures(visit, askedIn(req))),
    )
    .get(
      '/chiffres.csv',
      roomOf(house, async ({ api }, req, res) => sendCsv(await figuresOf(api, askedIn(req)), res)),
    )
    .get(
      '/chiffres/periode',
      roomOf(house, async (visit, req) => showPeriod(visit, askedIn(req))),
    )
    .get(
      '/chiffres/periode/:table.csv',
      roomOf(house, async (visit, req, res) => sendPeriodCsv(visit, askedIn(req), req.params.table ?? '', res)),
    );
}

/** Of the day that is asked for; of today when none is, or one that the API refuses. */
async function figuresOf(api: Api, asked: Sent): Promise<Figures> {
  const { jour } = asked;
  const query = allAsked(asked);
  if (typeof jour !== 'string' || !isCivilDate(jour)) return api.call('GET /figures', { query });
  try {
    return await api.call('GET /figures', { query: { on: jour, ...query } });
  } catch (error) {
    mustBeRefused(error, 400);
    return api.call('GET /figures', { query });
  }
}

async function showFigures(visit: Visit, query: Sent): Promise<void> {
  const figures = await figuresOf(visit.api, query);
  const today = parisDay(Date.now());
  const breadth = breadthOf(visit, query);
  await visit.show('figures', 'Chiffres', {
    on: figures.on,
    today,
    ...breadth,
    hasLinks: figures.on === today && breadth.isAll === (visit.session.creditorId === null),
    asked: queryText({ jour: figures.on, ...allKept(query) }),
    bandNames: ageBands.map((band) => bandNames[band]),
    onlyToIssue: figures.toIssue.filter(({ currency }) => !figures.totals.some((total) => total.currency === currency)),
    isRefused: typeof query.jour === 'string' && query.jour !== '' && query.jour !== figures.on,
    days: [0, 30, 90, 365].map((ago) => ({ name: ago === 0 ? 'Aujourd’hui' : `Il y a ${ago} jours`, on: addDays(today, -ago) })),
    sheets: figures.totals.map((total) => ({
      ...sheetOf(figures, total),
      creditors: breadth.isAll ? creditorLines(figures, total.currency, visit.creditors) : [],
      segments: segmentLines(figures, total.currency),
    })),
  });
}

/** The figures of one currency, line by line. */
function sheetOf({ ageing, phases, months, toIssue }: Figures, total: Figures['totals'][number]) {
  const { currency, openCents, overdueCents, atRiskCents, invoicedCents, collectedCents } = total;
  const own = months.filter((each) => each.currency === currency);
  const most = Math.max(1, ...own.flatMap((each) => [each.invoicedCents, each.collectedCents]));
  return {
    ...total,
    toIssue: toIssue.find((each) => each.currency === currency) ?? null,
    bands: ageBands.map((band) => {
      const line = ageing.find((each) => each.currency === currency && each.band === band);
      const sums = { openCents: line?.openCents ?? 0, invoices: line?.invoices ?? 0 };
      return { band, name: bandNames[band], ...sums, share: shareOf(sums.openCents, openCents) };
    }),
    lateShare: shareOf(overdueCents, openCents),
    collectedShare: invoicedCents === 0 ? null : shareOf(collectedCents, invoicedCents),
    riskShare: shareOf(atRiskCents, openCents),
    months: own.map((each) => ({
      ...each,
      invoicedBar: shareOf(each.invoicedCents, most),
      collectedBar: shareOf(each.collectedCents, most),
    })),
    phases: Object.entries(phaseNames).flatMap(([phase, name]) =>
      phases.filter((each) => each.currency === currency && each.phase === phase).map((each) => ({ ...each, name })),
    ),
  };
}

/** What each creditor is owed by age, those who wait for most of what is at risk first. */
function creditorLines({ byCreditor }: Figures, currency: string, creditors: Visit['creditors']) {
  const own = byCreditor.filter((each) => each.currency === currency);
  const lines = agesBy(own, ({ creditorId }) => creditorId).map(({ of: id, open, openCents }) => ({
    id,
    name: creditorName(creditors, id),
    open,
    openCents,
    riskCents: open.at(-1)?.cents ?? 0,
  }));
  return lines.sort((one, other) => other.riskCents - one.riskCents || other.openCents - one.openCents);
}

/** What the debtors of each segment owe by age, the segment that owes most first. */
function segmentLines({ bySegment }: Figures, currency: string) {
  const own = bySegment.filter((each) => each.currency === currency);
  const lines = agesBy(own, ({ segment }) => segment).map(({ of: segment, ...owed }) => ({ segment, ...owed }));
  return lines.sort((one, other) => other.openCents - one.openCents);
}

/** What is owed by age, a line for each that the lines are of. */
function agesBy<L extends Figures['ageing'][number]>(lines: readonly L[], nameOf: (line: L) => string) {
  return [...new Set(lines.map(nameOf))].map((of) => {
    const own = lines.filter((line) => nameOf(line) === of);
    const open = ageBands.map((band) => ({ band, cents: own.find((line) => line.band === band)?.openCents ?? 0 }));
    return { of, open, openCents: sumCents(open.map(({ cents }) => cents)) };
  });
}

function sendCsv({ on, ageing, byCreditor, bySegment, phases, months, toIssue }: Figures, res: Response): void {
  res.attachment(`chiffres-${on}.csv`).type('text/csv; charset=utf-8');
  const lines = [
    ['Chiffre', 'Devise', 'Ligne', 'Montant', 'Nombre'],
    ...ageing.map((each) => [
      `Âge au ${on}`,
      each.currency,
      bandNames[each.band],
      euroCells(each.openCents),
      String(each.invoices),
    ]),
    ...toIssue.map((each) => [
      'À émettre (date à venir)',
      each.currency,
      bandNames['not-due'],
      euroCells(each.openCents),
      String(each.invoices),
    ]),
    ...byCreditor.map((each) => [
      `Âge au ${on} chez ${each.creditorId}`,
      each.currency,
      bandNames[each.band],
      euroCells(each.openCents),
      String(each.invoices),
    ]),
    ...bySegment.map((each) => [
      `Âge au ${on}, segment (d’aujourd’hui) ${segmentName(each.segment)}`,
      each.currency,
      bandNames[each.band],
      euroCells(each.openCents),
      String(each.invoices),
    ]),
    ...phases.map((each) => ['Par étape', each.currency, phaseNames[each.phase], euroCells(each.openCents), String(each.cases)]),
    ...months.map((each) => ['Facturé', each.currency, each.month, euroCells(each.invoicedCents), '']),
    ...months.map((each) => ['Encaissé', each.currency, each.month, euroCells(each.collectedCents), '']),
  ];
  res.send(`\ufeff${lines.map(csvLine).join('')}`);
}
