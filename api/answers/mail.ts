import { createHash } from 'node:crypto';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { type KeptFile, keptFileOf } from '../debtor/kept-file.ts';
import { type DeliveryReport, deliveryReportOf } from './delivery-report.ts';

/** An e-mail as it came, read: nothing of it is run or fetched. */
export interface Mail {
  /** Of its bytes: the same mail twice is one. */
  readonly sha256: string;
  readonly raw: Uint8Array;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** What it says in plain text, with what it quotes. */
  readonly text: string;
  /** Message ids that it answers to. */
  readonly references: readonly string[];
  readonly sort: Sort;
  /** Of a mail that is one. */
  readonly report: DeliveryReport | null;
  readonly files: readonly KeptFile[];
}

/** `auto`: a machine answered for somebody who is away; `bounce`: ours did not arrive. */
export type Sort = 'answer' | 'auto' | 'bounce';

const LONGEST_TEXT = 20_000;
/** What is larger, or more, stays in the whole mail, which is kept. */
const LARGEST_FILE = 10_000_000;
const MOST_FILES = 20;
const LONGEST_HTML = 1_000_000;

/** Reads the bytes of a mail (RFC 5322), in whatever charset and parts. */
export async function readMail(raw: Buffer): Promise<Mail> {
  const parsed = await parsedOf(raw);
  const { subject = '', text = '', references = [], inReplyTo } = parsed;
  const sort = sortOf(parsed);
  const report = sort === 'bounce' ? deliveryReportOf(parsed) : null;
  const files = parsed.attachments
    .filter(({ size }) => size <= LARGEST_FILE)
    .flatMap(({ filename = 'piece', content }) => keptFileOf(filename, content) ?? [])
    .slice(0, MOST_FILES);
  return {
    sha256: createHash('sha256').update(raw).digest('hex'),
    raw,
    from: addressesOf(parsed.from)[0] ?? '',
    to: [...addressesOf(parsed.to), ...addressesOf(parsed.cc), ...deliveredTo(parsed)],
    subject: clean(subject).slice(0, 300),
    text: clean(text).slice(0, LONGEST_TEXT),
    references: [inReplyTo, references, report?.ids ?? []].flat().filter((id): id is string => typeof id === 'string'),
    sort: report?.failed === false ? 'auto' : sort,
    report,
    files,
  };
}

/** Words that are not of the charset that the mail names, or of one that nobody knows, are read as Western Europe writes them. */
async function parsedOf(raw: Buffer): Promise<ParsedMail> {
  const options = { skipTextToHtml: true, skipImageLinks: true, maxHtmlLengthToParse: LONGEST_HTML };
  const parsed = await simpleParser(raw, options);
  if (!parsed.text?.includes(UNREADABLE)) return parsed;
  const retold = raw
    .toString('latin1')
    .replaceAll(/charset\s*=\s*"?([^"\s;]+)"?/gi, (told, name: string) => (isTrusted(name) ? told : WESTERN))
    .replaceAll(/^(content-type:\s*text\/\w+)(?!.*charset)/gim, `$1; ${WESTERN}`);
  return simpleParser(Buffer.from(retold, 'latin1'), options);
}

/** A charset that exists, and is none of those that machines write by habit. */
function isTrusted(charset: string): boolean {
  if (/^(utf-?8|us-ascii)$/i.test(charset)) return false;
  try {
    return new TextDecoder(charset).encoding !== '';
  } catch {
    return false;
  }
}

const UNREADABLE = '\ufffd';
const WESTERN = 'charset=windows-1252';

function addressesOf(field: AddressObject | readonly AddressObject[] | undefined): string[] {
  return [field ?? []]
    .flat()
    .flatMap(({ value }) =>
      value
        .flatMap(({ address, group = [] }) => [address, ...group.map((one) => one.address)])
        .map((one) => (one ?? '').toLowerCase()),
    );
}

/** Where a forwarding server put the address that it was sent to. */
function deliveredTo({ headers }: ParsedMail): string[] {
  return ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => {
    const value = headers.get(name);
    return typeof value === 'string' ? [value.toLowerCase().replace(/^<|>$/g, '')] : [];
  });
}

/** What the sender's machine says of it (RFC 3834, RFC 3464), then the words that machines say. */
function sortOf({ headers, from, subject = '' }: ParsedMail): Sort {
  const told = (name: string) => {
    const value = headers.get(name);
    return typeof value === 'string' ? value.toLowerCase() : '';
  };
  const type = headers.get('content-type') as { value?: string; params?: { 'report-type'?: string } } | undefined;
  const [sender = ''] = addressesOf(from);
  if (type?.value === 'multipart/report' && type.params?.['report-type'] !== 'disposition-notification') return 'bounce';
  if (/^(mailer-daemon|postmaster)@/.test(sender)) return 'bounce';
  const isAuto = !['', 'no'].includes(told('auto-submitted')) || headers.has('x-autoreply') || headers.has('x-autorespond');
  if (isAuto || /^(auto_reply|bulk|junk|list)$/.test(told('precedence')) || type?.value === 'multipart/report') return 'auto';
  return AUTO_SUBJECT.test(subject) ? 'auto' : 'answer';
}

const AUTO_SUBJECT =
  /^(re\s*:\s*)?(r[ée]ponse automatique|r[ée]ponse d.absence|absence (du bureau|re\s*:)|absente? (du|jusqu)|en cong[ée]s?\b|fermeture annuelle|automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office|message (d.absence|automatique))/i;

function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '');
}
