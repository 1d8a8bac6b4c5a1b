import type { Simulation, Story, WrittenMessage } from './story.ts';
import { endCells, endHeads, headline, messageHead, rowCells, rowHeads } from './words.ts';

const STYLE = `
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1c2430; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #d9dee5; vertical-align: top; }
th { background: #f2f4f7; }
td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
tr.hold td, tr.refused td { background: #fff6e5; }
tr.close td { background: #eaf6ec; }
details { border-bottom: 1px solid #d9dee5; padding: .4rem .6rem; }
summary { cursor: pointer; }
iframe { border: 1px solid #d9dee5; width: 100%; height: 32rem; margin: .6rem 0; background: #fff; }
pre { white-space: pre-wrap; font: inherit; }
@media print { body { margin: 0; max-width: none; } }
`;

/** The story as one page without any outside file: to read, to print, to send to a colleague; with its messages, each to be opened. */
export function storyPage(story: Story, { timeline, end }: Simulation, messages: readonly WrittenMessage[] = []): string {
  const rows = timeline.map((row) => ({ kind: row.act, cells: rowCells(story, row) }));
  const ends = end.map((each) => ({ kind: each.phase, cells: endCells(story, each) }));
  return [
    '<!doctype html>',
    `<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(headline(story))}</title><style>${STYLE}</style></head>`,
    `<body><h1>Simulation</h1><p>${escaped(headline(story))}. Rien n’a été envoyé.</p>`,
    `<h2>Ce qui se passe</h2>${table(rowHeads, rows)}`,
    `<h2>À la fin</h2>${table(endHeads, ends)}`,
    ...(messages.length === 0 ? [] : ['<h2>Les messages</h2>', ...messages.map((message) => messageBlock(story, message))]),
    '</body></html>',
  ].join('\n');
}

/** A message shows itself in a frame where nothing runs and nothing loads. */
function messageBlock(story: Story, message: WrittenMessage): string {
  const { subject, text, html } = message;
  const head = [messageHead(story, message), ...(subject === null ? [] : [subject])].join(' · ');
  const shown =
    html === null
      ? `<pre>${escaped(text)}</pre>`
      : `<iframe sandbox title="${escaped(head)}" srcdoc="${escaped(html)}"></iframe>`;
  return `<details><summary>${escaped(head)}</summary>${shown}</details>`;
}

function table(heads: readonly string[], rows: readonly { readonly kind: string; readonly cells: readonly string[] }[]): string {
  const head = heads.map((text) => `<th scope="col">${escaped(text)}</th>`).join('');
  const body = rows.map(
    ({ kind, cells }) => `<tr class="${kind}">${cells.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}
