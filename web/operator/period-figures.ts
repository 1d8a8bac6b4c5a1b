import type { Response } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { addDays, addMonths, type CivilDate, isCivilDate } from '../../domain/calendar/civil-date.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { capitalised, channelNames, stepName } from '../../domain/case/show/french.ts';
import { type PromiseLine, promiseEnds } from '../../domain/figures/period.ts';
import { sumCents } from '../../domain/money/cents.ts';
import { durationDays } from '../../domain/plan/duration.ts';
import type { Step, Tone } from '../../domain/plan/plan.ts';
import { nameIn } from '../../domain/table.ts';
import { type Api, ApiProblem, mustBeRefused, queryText } from './api.ts';
import { csvLine, euroCells } from './csv.ts';
import { allAsked, allKept, breadthOf } from './figures-of-all.ts';
import { shareOf } from './format.ts';
import type { Sent } from './sent.ts';
import type { Visit } from './visit.ts';

type PeriodFigures = AnswerOf<'GET /figures/period'>;
type Recovery = PeriodFigures['recovery'][number];

/** What became of promises, as people say it. */
const endNames: Readonly<Record<PromiseLine['became'], string>> = {
  kept: 'tenues',
  broken: 'rompues',
  running: 'en cours',
  replaced: 'remplacées, ou dossier clos autrement',
};

/** The figures of a period, and its days: those that were typed when they are days, else the last three months. */
export async function showPeriod(visit: Visit, query: Sent): Promise<void> {
  const { figures, isRefused } = await figuresOf(visit.api, query);
  const today = parisDay(Date.now());
  const sees = new Map(visit.creditors.map(({ id, name }) => [id, name]));
  const breadth = breadthOf(visit, query);
  await visit.show('period-figures', 'Chiffres d’une période', {
    ...figures,
    today,
    isRefused,
    ...breadth,
    periods: periodsUntil(today),
    asked: queryText({ du: figures.from, au: figures.to, ...allKept(query) }),
    receipts: figures.receipts.map((line) => ({
      ...line,
      creditor: breadth.isAll ? (sees.get(line.creditorId) ?? line.creditorId) : null,
    })),
    recovery: figures.recovery.map(recoveryShown),
    promises: promiseSheets(figures),
  });
}

/** One table of a period, for a spreadsheet. Throws 404 for a name that no table has. */
export async function sendPeriodCsv({ api }: Visit, query: Sent, name: string, res: Response): Promise<void> {
  const table = Object.entries(tables).find(([known]) => known === name)?.[1];
  if (table === undefined) throw new ApiProblem(404, name);
  const { figures } = await figuresOf(api, query);
  res.attachment(`${name}-${figures.from}-${figures.to}.csv`).type('text/csv; charset=utf-8');
  res.send(`\ufeff${table(figures).map(csvLine).join('')}`);
}

async function figuresOf(api: Api, query: Sent): Promise<{ figures: PeriodFigures; isRefused: boolean }> {
  const { du, au } = query;
  const today = parisDay(Date.now());
  const all = allAsked(query);
  const latest = { from: addMonths(today, -3), to: today, ...all };
  if (!isDay(du) || !isDay(au))
    return { figures: await api.call('GET /figures/period', { query: latest }), isRefused: Boolean(du || au) };
  try {
    return { figures: await api.call('GET /figures/period', { query: { from: du, to: au, ...all } }), isRefused: false };
  } catch (error) {
    mustBeRefused(error, 400);
    return { figures: await api.call('GET /figures/period', { query: latest }), isRefused: true };
  }
}

const isDay = (told: Sent[string] | undefined): told is CivilDate => typeof told === 'string' && isCivilDate(told);

function periodsUntil(today: CivilDate) {
  const first = `${today.slice(0, 7)}-01`;
  return [
    { name: 'Ce mois', from: first, to: today },
    { name: 'Le mois dernier', from: addMonths(first, -1), to: addDays(first, -1) },
    { name: 'Trois mois', from: addMonths(today, -3), to: today },
    { name: 'Un an', from: addMonths(today, -12), to: today },
  ];
}

function recoveryShown(line: Recovery) {
  const { medianDays, paidCents, balanceCents } = line;
  return { ...line, ...namesOf(line), share: shareOf(paidCents, balanceCents), median: daysText(medianDays) };
}

/** `6,5`; nothing for a delay that nobody had. */
const daysText = (days: number | null) => (days === null ? '' : String(days).replace('.', ','));

/** How people call a step and a channel, and when the plan has it leave. */
function namesOf({ act, template, tone, anchor, delay, channel }: Recovery) {
  return {
    name: capitalised(stepName({ act: act as Step['act'], template, tone: tone as Tone | null })),
    when: delay === null || anchor === null ? '' : whenOf(anchor, durationDays(delay)),
    by: nameIn(channelNames, channel),
  };
}

function whenOf(anchor: string, days: number): string {
  if (anchor === 'after-due') return `J+${days}`;
  if (anchor === 'before-due') return `J−${days}`;
  return anchor === 'after-entry' ? `entrée\u00a0+\u00a0${days}\u00a0j` : `étape d’avant\u00a0+\u00a0${days}\u00a0j`;
}

function promiseSheets({ promises }: PeriodFigures) {
  return [...new Set(promises.map(({ currency }) => currency))].map((currency) => {
    const own = promises.filter((each) => each.currency === currency);
    const countOf = (became: string) => own.find((each) => each.became === became)?.promises ?? 0;
    const ended = countOf('kept') + countOf('broken');
    return {
      currency,
      made: own.reduce((sum, each) => sum + each.promises, 0),
      promisedCents: sumCents(own.map((each) => each.promisedCents)),
      keptShare: ended === 0 ? null : shareOf(countOf('kept'), ended),
      lines: promiseEnds.map((became) => ({
        became,
        name: capitalised(endNames[became]),
        promises: countOf(became),
        promisedCents: own.find((each) => each.became === became)?.promisedCents ?? 0,
      })),
    };
  });
}

/** Each table of the page as lines of cells, by the name of its file. */
const tables: Readonly<Record<string, (figures: PeriodFigures) => string[][]>> = {
  encaissements: ({ receipts }) => [
    [
      'Créancier',
      'Compte',
      'Mois',
      'Devise',
      'Écritures',
      'Reçu',
      'Affecté',
      'En attente',
      'Rejeté',
      'Écarté',
      'Écart',
      'Rejets à rattacher',
      'Hors factures',
    ],
    ...receipts.map((each) => [
      each.creditorId,
      each.account,
      each.month,
      each.currency,
      String(each.entries),
      ...[each.receivedCents, each.allocatedCents, each.waitingCents, each.returnedCents, each.setApartCents].map(euroCells),
      ...[each.differenceCents, each.returnsWaitingCents, each.notOursCents].map(euroCells),
    ]),
  ],
  relances: ({ recovery }) => [
    ['Étape', 'Jour', 'Canal', 'Devise', 'Factures', 'Solde', 'Encaissé', 'Soldées', 'Délai médian en jours'],
    ...recovery.map((each) => {
      const { name, when, by } = namesOf(each);
      const sums = [euroCells(each.balanceCents), euroCells(each.paidCents), String(each.settled), daysText(each.medianDays)];
      return [name, when, by, each.currency, String(each.invoices), ...sums];
    }),
  ],
  promesses: ({ promises }) => [
    ['Devise', 'Issue', 'Promesses', 'Montant'],
    ...promises.map((each) => [each.currency, endNames[each.became], String(each.promises), euroCells(each.promisedCents)]),
  ],
};
