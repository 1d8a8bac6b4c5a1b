import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { type AccountInvoice, isDueNow } from '../../api/debtor/account.ts';
import type { DebtorDesk, DebtorVisit } from '../../api/debtor/desk.ts';
import { LANGUAGES, type Language } from '../../domain/party/language.ts';
import { privacyNotices } from '../../templates/privacy.ts';
import { assetsOf, sharedAssets } from '../shared/assets.ts';
import { pageHeaders } from '../shared/headers.ts';
import { pagesOf } from '../shared/pages.ts';
import { type AnswerName, formShown, isAnswerName, outcomesShown, readAnswer, textOf } from './answers.ts';
import { centsIn, type Form, readForm } from './form.ts';
import { accountShown, isPartName, leftOf, offeredOf, payShown, receiptShown, type Seen } from './show.ts';
import { type WordKey, wordsIn } from './words.ts';

/** So many invoices are answered or paid at once. */
const MOST_AT_ONCE = 50;
const MINUTE_MS = 60_000;

/** How often one address looks in a minute, one link answers in an hour, and one address tries a wrong link in a minute. */
export interface Limits {
  readonly looks: number;
  readonly answers: number;
  readonly wrongLinks: number;
}

const usual: Limits = { looks: 120, answers: 60, wrongLinks: 20 };
const REQUEST_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const assets = assetsOf('/d-assets', [
  ...sharedAssets,
  { name: 'debtor.css', file: new URL('./assets/debtor.css', import.meta.url) },
  { name: 'copy.js', file: new URL('./assets/copy.js', import.meta.url) },
]);
const pages = pagesOf(fileURLToPath(new URL('./pages', import.meta.url)), {
  bare: (text: string) => text.replace(/[^\d+]/g, ''),
});
const privacy = privacyNotices();

type Params = { readonly token: string };
type Log = { error(about: object, text: string): void };

/** The pages of debtors: whoever holds a link sees one account, and nothing tells him apart from who does not. */
export function debtorSite(desk: DebtorDesk, { looks, answers, wrongLinks }: Limits = usual): Router {
  return Router()
    .use(assets.router)
    .use('/d', pageHeaders(), unfollowed, limited(MINUTE_MS, looks))
    .use(rooms(desk, answers))
    .use('/d', limited(MINUTE_MS, wrongLinks, { isShown: false }), (req, res) =>
      sorry(res, languageIn(req) ?? 'fr', 404, 'gone'),
    );
}

/** The page of debtors where one of theirs failed: theirs, never that of the house. What we did not foresee is logged. */
export function debtorErrorPages(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent || !req.path.startsWith('/d/')) return next(error);
    const status = statusOf(error);
    if (status >= 500) log.error({ err: error, path: '/d/…' }, 'page failed');
    sorry(res, languageIn(req) ?? 'fr', status, status === 404 ? 'gone' : status < 500 ? 'unread' : 'failed');
  };
}

/** A link that cannot even be read is none. */
function statusOf(error: unknown): number {
  if (error instanceof URIError) return 404;
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 ? status : 500;
}

/** What a right link opens. A wrong one opens nothing and is left to the guesser's limit: only then does it count. */
function rooms(desk: DebtorDesk, answers: number): Router {
  const hourly = limited(60 * MINUTE_MS, answers, { keyOf: digestOfLink });
  return Router()
    .get('/d/:token', seeing(desk, account))
    .get('/d/:token/invoices/:invoice.pdf', seeing(desk, invoiceFile))
    .get('/d/:token/receipts/:invoice', seeing(desk, receipt))
    .get('/d/:token/logo', seeing(desk, logo))
    .get('/d/:token/pay', seeing(desk, pay))
    .get('/d/:token/:act', seeing(desk, form))
    .post('/d/:token/:act', hourly, seeing(desk, answered));
}

function digestOfLink({ path }: Request): string {
  return createHash('sha256')
    .update(path.split('/')[2] ?? '')
    .digest('hex');
}

/** The address is the key: no other site hears of it, no machine keeps it. */
const unfollowed: RequestHandler = (_req, res, next) => {
  res.set('Referrer-Policy', 'no-referrer').set('X-Robots-Tag', 'noindex, nofollow, noarchive');
  next();
};

interface Limiting {
  /** Whose requests count together; absent: those of an address. */
  readonly keyOf?: (req: Request) => string;
  /** The limit is told in headers, unless it is the guesser's. */
  readonly isShown?: boolean;
}

function limited(windowMs: number, limit: number, { keyOf, isShown = true }: Limiting = {}): RequestHandler {
  const handler: RequestHandler = (req, res) => sorry(res, languageIn(req) ?? 'fr', 429, 'slow');
  const keyGenerator = keyOf ?? (({ ip = '' }: Request) => ipKeyGenerator(ip));
  const standardHeaders = isShown ? 'draft-8' : false;
  return rateLimit({ windowMs, limit, standardHeaders, legacyHeaders: false, keyGenerator, handler });
}

type Room<P extends Params> = (seen: Seen, req: Request<P>, res: Response) => Promise<void>;

/** Opens the link; wrong, over, revoked and never made are left to the same words. */
function seeing<P extends Params>(desk: DebtorDesk, room: Room<P>): RequestHandler<P> {
  return async (req, res, next) => {
    const { token } = req.params;
    const visit = await desk.open(token, req.ip ?? '');
    if (!visit) return next('router');
    await room({ visit, language: languageIn(req) ?? visit.language, base: `/d/${token}` }, req, res);
  };
}

async function account(seen: Seen, req: Request<Params>, res: Response): Promise<void> {
  await seen.visit.opened('page-opened');
  const { part, page } = req.query;
  const number = Math.max(1, Math.trunc(Number(page)) || 1);
  const only = typeof part === 'string' && isPartName(part) ? { part, page: number } : undefined;
  show(seen, req, res, 'account', accountShown(seen, only));
}

async function invoiceFile(seen: Seen, req: Request<Params & { invoice: string }>, res: Response): Promise<void> {
  const file = await seen.visit.invoiceFile(req.params.invoice);
  if (!file) return sorry(res, seen.language, 404, 'noFile', seen.base);
  await seen.visit.opened('invoice-opened', req.params.invoice);
  res.attachment(file.filename).type(file.contentType).send(Buffer.from(file.bytes));
}

/** The logo of the creditor, from here and for this reader: no address of it would be the same for two debtors. */
async function logo(seen: Seen, _req: Request<Params>, res: Response): Promise<void> {
  const file = await seen.visit.logoFile();
  if (!file) return sorry(res, seen.language, 404, 'noFile', seen.base);
  res.type(file.contentType).send(Buffer.from(file.bytes));
}

async function receipt(seen: Seen, req: Request<Params & { invoice: string }>, res: Response): Promise<void> {
  const found = await seen.visit.receipt(req.params.invoice);
  if (!found) return sorry(res, seen.language, 404, 'gone', seen.base);
  await seen.visit.opened('receipt-opened', req.params.invoice);
  show(seen, req, res, 'receipt', receiptShown(seen, found));
}

async function pay(seen: Seen, req: Request<Params>, res: Response): Promise<void> {
  const chosen = chosenIn(seen, invoicesIn(req));
  const [first] = chosen;
  if (!first || seen.visit.account.insolvent) return show(seen, req, res, 'answer', formShown(seen, 'question', [], {}, null));
  await seen.visit.opened('payment-opened');
  const same = chosen.filter(({ currency }) => currency === first.currency);
  const { amount } = req.query;
  const wanted = typeof amount === 'string' && amount !== '' ? centsIn(amount) : offeredOf(same);
  const isGood = wanted !== null && wanted > 0 && wanted <= leftOf(same);
  const shown = payShown(seen, same, isGood ? wanted : offeredOf(same), isGood ? null : 'faultAmount');
  show(seen, req, res, 'pay', { ...shown, otherCurrency: same.length < chosen.length });
}

async function form(seen: Seen, req: Request<Params & { act: string }>, res: Response): Promise<void> {
  const { act } = req.params;
  if (!isAnswerName(act)) return sorry(res, seen.language, 404, 'gone', seen.base);
  const ids = invoicesIn(req);
  const fault = ids.length > MOST_AT_ONCE ? 'tooMany' : null;
  show(seen, req, res, 'answer', formShown(seen, act, chosenIn(seen, ids), {}, fault));
}

async function answered(given: Seen, req: Request<Params & { act: string }>, res: Response): Promise<void> {
  const { act } = req.params;
  if (!isAnswerName(act)) return sorry(res, given.language, 404, 'gone', given.base);
  const sent = await readForm(req as Request);
  const seen = { ...given, language: languageOf(sent.fields.lang) ?? given.language };
  const chosen = chosenIn(seen, sent.invoices);
  const said =
    sent.invoices.length > MOST_AT_ONCE ? { fault: 'tooMany' as const } : readAnswer(act, sent, chosen, seen.visit.today);
  if ('fault' in said) return again(seen, req, res, act, sent, chosen, said.fault);
  const requestId = REQUEST_ID.test(sent.fields.request ?? '') ? sent.fields.request : undefined;
  if (requestId === undefined) return again(seen, req, res, act, sent, chosen, 'faultText');
  const answer = { said, requestId, text: textOf(act, sent), files: sent.files };
  const outcomes = await seen.visit.answer(answer, sent.invoices);
  show(seen, req, res, 'done', outcomesShown(seen, act, outcomes));
}

function again(
  seen: Seen,
  req: Request<Params & { act: string }>,
  res: Response,
  act: AnswerName,
  { fields }: Form,
  chosen: readonly AccountInvoice[],
  fault: WordKey,
): void {
  res.status(422);
  const { request = '', ...typed } = fields;
  const known = REQUEST_ID.test(request) ? { ...typed, request } : typed;
  show(seen, req, res, 'answer', formShown(seen, act, chosen, known, fault));
}

/** The open invoices that were named; none named: those that are due now, else those to come. */
function chosenIn({ visit: { account } }: Seen, ids: readonly string[]): readonly AccountInvoice[] {
  const open = [...account.overdue, ...account.toCome, ...account.disputed];
  const now = account.overdue.filter(isDueNow);
  if (ids.length === 0) return (now.length > 0 ? now : account.toCome).slice(0, MOST_AT_ONCE);
  const named = new Set(ids);
  return open.filter(({ id }) => named.has(id)).slice(0, MOST_AT_ONCE);
}

function invoicesIn({ query: { invoice } }: Request<Params>): readonly string[] {
  const named = Array.isArray(invoice) ? invoice : [invoice];
  return named.filter((id): id is string => typeof id === 'string');
}

function languageOf(text: unknown): Language | undefined {
  return LANGUAGES.find((known) => known === text);
}

function languageIn({ query }: Pick<Request, 'query'>): Language | undefined {
  return languageOf(query.lang);
}

function show(seen: Seen, req: Request<Params>, res: Response, page: string, data: object): void {
  const { visit, language, base } = seen;
  const other = language === 'fr' ? 'en' : 'fr';
  const common = {
    language,
    w: wordsIn(language),
    base,
    assets: assets.path,
    from: visit.creditor.name,
    logo: visit.logo,
    contact: visit.creditor,
    privacy: privacyOf(visit, language),
  };
  const otherLanguageUrl = req.method === 'GET' ? addressIn(req, other) : null;
  res.type('html').send(pages(page, { ...common, otherLanguage: other, otherLanguageUrl, ...data }));
}

/** What becomes of his data: text messages lead here for it. */
function privacyOf({ creditor: { name, email }, collector }: DebtorVisit, language: Language): string {
  return privacy({ creditor: { name }, contact: { email }, ...(collector ? { collector } : {}) }, language);
}

/** The same page in another language. */
function addressIn({ originalUrl }: Request<Params>, language: Language): string {
  const [path = '', query = ''] = originalUrl.split('?');
  const asked = new URLSearchParams(query);
  asked.set('lang', language);
  return `${path}?${asked.toString()}`;
}

type Sorry = 'gone' | 'slow' | 'noFile' | 'unread' | 'failed';

/** Says what is not to be had: nothing that is known of a debtor is on such a page, and both languages are for who has none. */
function sorry(res: Response, language: Language, status: number, what: Sorry, base = ''): void {
  const w = wordsIn(language);
  const inBoth = what === 'gone' && language === 'fr';
  const english = wordsIn('en');
  const common = {
    language,
    w,
    base,
    assets: assets.path,
    from: 'Exigible',
    logo: null,
    title: w[what],
    otherLanguageUrl: null,
    contact: null,
  };
  const second = inBoth ? { heading: english[what], text: english[`${what}Why`] } : null;
  res.status(status).type('html');
  res.send(pages('sorry', { ...common, heading: w[what], text: w[`${what}Why`], second }));
}
