import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { ApiClient } from '../api/client.ts';
import { readConfig } from '../config.ts';
import { addDays, type CivilDate, isCivilDate } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { addWorkingDays } from '../domain/calendar/working-days.ts';
import { counted, fewOf } from '../domain/case/show/french.ts';
import { byColumn } from '../domain/enrol/by-column.ts';
import type { Enrolment } from '../domain/enrol/enrolment.ts';
import { type EnrolmentPreview, type Planned, previewOf } from '../domain/enrol/preview.ts';
import { type EnrolmentFile, readEnrolments } from '../domain/enrol/read-enrolments.ts';
import { quietUntil } from '../domain/enrol/spread.ts';
import { BadInput, Refusal, refuse } from '../domain/fault.ts';
import type { DebtorKind } from '../domain/plan/plan.ts';
import { connect } from './connect.ts';
import { enrolAll } from './enrol-all.ts';
import { type EnrolSource, serverSource, shippedSource } from './enrol-source.ts';
import { enrolledText, previewText } from './enrol-text.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';
import { moneyNews } from './money-news.ts';

export interface EnrolOptions {
  readonly file: string;
  readonly creditor: string;
  readonly plan?: string;
  readonly type?: DebtorKind;
  /** The first day on which something may leave; absent: the next working day. */
  readonly from?: string;
  readonly perDay: string;
  readonly confirm: boolean;
  readonly json: boolean;
}

/** `enrol`: the open invoices of a running business. Shows what would leave and when; with `confirm` enrols what is not running yet. */
export async function run(options: EnrolOptions): Promise<number> {
  try {
    const api = options.confirm || readConfig().EXIGIBLE_API_KEY !== undefined ? await connect() : null;
    const source = api ? await serverSource(api, options.creditor) : shippedSource;
    const file = readEnrolments(await bytesOf(options.file), defaultsOf(options));
    if (file.faults.length > 0) throw new BadInput(options.json ? file.faults : byColumn(file.faults));
    const planned = await plannedOf(file, source, options);
    const preview = previewOf(planned, options.creditor, startOfMinute());
    refuseTooHard(preview);
    return api && options.confirm ? await confirmed(api, planned, file, options) : shown(preview, planned, file, options);
  } catch (error) {
    if (options.json && error instanceof Refusal) printJson({ refused: error.message });
    return reportBadInput(error, options.json);
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  if (file === '-') return buffer(process.stdin);
  return readFile(file).catch((error: unknown) =>
    refuse('', `cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`),
  );
}

function defaultsOf({ type, plan }: EnrolOptions) {
  return { today: parisDay(Date.now()), ...(type === undefined ? {} : { kind: type }), ...(plan === undefined ? {} : { plan }) };
}

/** What is not running yet, each with its plan and its last quiet day. */
async function plannedOf(file: EnrolmentFile, source: EnrolSource, options: EnrolOptions): Promise<Planned[]> {
  const missing = file.enrolments.filter(({ invoice }) => !source.running.has(invoice.id));
  const quiet = quietUntil(missing, { firstOn: firstDay(options.from), perDay: perDayOf(options.perDay) });
  const lastQuiet = ({ debtor }: Enrolment) => quiet.get(debtor.id) ?? parisDay(Date.now());
  return Promise.all(
    missing.map(async (enrolment) => ({ enrolment, plan: await source.planFor(enrolment), quietUntil: lastQuiet(enrolment) })),
  );
}

/** The day of enrolment itself is always quiet. */
function firstDay(from: string | undefined): CivilDate {
  const tomorrow = addDays(parisDay(Date.now()), 1);
  if (from === undefined) return addWorkingDays(tomorrow, 0);
  if (!isCivilDate(from) || from < tomorrow) refuse('--from', `got "${from}", expected a day YYYY-MM-DD from ${tomorrow} on`);
  return from;
}

function perDayOf(perDay: string): number {
  const count = Number(perDay);
  return Number.isSafeInteger(count) && count > 0
    ? count
    : refuse('--per-day', `got "${perDay}", expected a number of debtors, 1 or more`);
}

function startOfMinute(): number {
  return Math.floor(Date.now() / 60_000) * 60_000;
}

/** Nothing legal before a courteous message. */
function refuseTooHard({ tooHard }: EnrolmentPreview): void {
  const [first] = tooHard;
  if (!first) return;
  const numbers = tooHard.filter(({ plan }) => plan === first.plan).map(({ number }) => number);
  throw new Refusal(
    `Le plan ${first.plan} commencerait par une mise en demeure pour ${counted(numbers.length, 'facture')} (${fewOf(numbers)})\u00a0: choisir un plan qui écrit d’abord.`,
  );
}

function shown(preview: EnrolmentPreview, planned: readonly Planned[], file: EnrolmentFile, options: EnrolOptions): number {
  const already = file.enrolments.length - planned.length;
  if (options.json) printJson({ creditor: options.creditor, confirmed: false, already, ignored: file.ignored, ...preview });
  else print(previewText(preview, { already, ignored: file.ignored }));
  return EXIT.done;
}

async function confirmed(
  api: ApiClient,
  planned: readonly Planned[],
  file: EnrolmentFile,
  options: EnrolOptions,
): Promise<number> {
  const { enrolled, already, faults } = await enrolAll(api, options.creditor, planned);
  const known = already + file.enrolments.length - planned.length;
  if (options.json) printJson({ creditor: options.creditor, confirmed: true, enrolled, already: known, errors: faults });
  else print([enrolledText(enrolled.length, known), ...((await moneyNews(api, options.creditor)) ?? [])].join('\n\n'));
  for (const { path, message } of options.json ? [] : faults) process.stderr.write(`${path}: ${message}\n`);
  return faults.length > 0 ? EXIT.badInput : EXIT.done;
}
