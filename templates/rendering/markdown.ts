import { Marked, type Token, type Tokens } from 'marked';
import { escaped } from './escaped.ts';

const SAFE_LINK = /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/]|mailto:|tel:)/;

const marked = new Marked({
  gfm: true,
  renderer: {
    html: () => '',
    image: () => '',
    link({ href, tokens }) {
      const label = this.parser.parseInline(tokens);
      const address = decoded(href);
      return SAFE_LINK.test(address) ? `<a href="${escaped(address)}">${label}</a>` : label;
    },
  },
});

/** HTML of a rendered Markdown source. Tags and images are dropped; only web, mail and telephone links stay links. */
export function toHtml(markdown: string): string {
  return marked.parse(markdown, { async: false });
}

/** The same source as plain text: what a mail reader without HTML shows. */
export function toPlainText(markdown: string): string {
  return blocks(marked.lexer(markdown))
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

type Printer = (token: never) => string;

const printers: Record<string, Printer> = {
  heading: (token: Tokens.Heading) => `${inline(token.tokens)}\n${'-'.repeat(inline(token.tokens).length)}`,
  paragraph: (token: Tokens.Paragraph) => inline(token.tokens),
  blockquote: (token: Tokens.Blockquote) => blocks(token.tokens),
  hr: () => '--',
  list: (token: Tokens.List) =>
    token.items.map((item, index) => `${token.ordered ? `${index + 1}.` : '-'} ${blocks(item.tokens)}`).join('\n'),
  table: (token: Tokens.Table) =>
    [token.header, ...token.rows]
      .map(rowText)
      .filter((row) => /[^ |]/.test(row))
      .join('\n'),
  strong: (token: Tokens.Strong) => inline(token.tokens),
  em: (token: Tokens.Em) => inline(token.tokens),
  codespan: (token: Tokens.Codespan) => decoded(token.text),
  del: (token: Tokens.Del) => inline(token.tokens),
  br: () => '\n',
  link: (token: Tokens.Link) => linkText(inline(token.tokens), decoded(token.href)),
  text: (token: Tokens.Text) => (token.tokens === undefined ? decoded(token.text) : inline(token.tokens)),
  escape: (token: Tokens.Escape) => token.text,
};

function rowText(row: readonly Tokens.TableCell[]): string {
  return row.map((cell) => inline(cell.tokens)).join(' | ');
}

function print(token: Token): string {
  return printers[token.type]?.(token as never) ?? '';
}

function inline(tokens: readonly Token[]): string {
  return tokens.map(print).join('');
}

function blocks(tokens: readonly Token[]): string {
  return tokens
    .filter((token) => token.type !== 'space')
    .map(print)
    .join('\n\n');
}

function linkText(label: string, address: string): string {
  if (address.replace(/^(mailto|tel):/, '') === label) return label;
  return address.includes(label) ? address : `${label} <${address}>`;
}

/** The marks that the data brings as numbers, and those that a source or the Markdown reader writes by name. */
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|(amp|lt|gt|quot|apos|nbsp));/g, (mark, code: string | undefined, name: string | undefined) =>
    code === undefined ? (named[name ?? ''] ?? mark) : String.fromCodePoint(Number(code)),
  );
}
