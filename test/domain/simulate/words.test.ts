import { describe, expect, test } from 'vitest';
import { storyPage } from '../../../domain/simulate/page.ts';
import { simulate } from '../../../domain/simulate/simulate.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';
import { endCells, headline, rowCells } from '../../../domain/simulate/words.ts';

const invoice = (id: string) => ({ id, number: `<${id}>`, debtor: 'd1', totalCents: 120_000, dueOn: '2026-03-02' });
const story = readStory({
  plan: 'default-b2b',
  from: '2026-02-02T08:00:00+01:00',
  until: '2026-03-04',
  creditor: { id: 'c1' },
  debtors: [{ id: 'd1', kind: 'business', email: 'a@b.example' }],
  invoices: ['a', 'b', 'c', 'd', 'e'].map(invoice),
  facts: [{ at: '2026-03-03T10:00:00+01:00', type: 'pause', debtor: 'd1', until: '2026-03-31' }],
});
const simulation = simulate(story);

describe('what a controller reads', () => {
  test('a message: date, numbers, act, channel, sum', () => {
    const [row] = simulation.timeline;
    const cells = row ? rowCells(story, row) : [];
    expect(cells[0]).toMatch(/^25\/02\/2026 \d\d:\d\d$/);
    expect(cells.slice(1, 5)).toEqual([
      '<a>, <b>, <c> et 2 autres',
      'Message (rappel de courtoisie)',
      'e-mail',
      '6\u202f000,00\u00a0€',
    ]);
    expect(cells[5]).toBe('au jour prévu\u00a0; 5 factures en un message');
  });

  test('a hold, and the end of an invoice', () => {
    const hold = simulation.timeline.find((row) => row.act === 'hold');
    expect(hold && rowCells(story, hold)[5]).toContain('31 mars 2026');
    const [end] = simulation.end;
    expect(end && endCells(story, end).slice(0, 4)).toEqual(['<a>', 'en relance', 'pause', '1\u202f200,00\u00a0€']);
    expect(headline(story)).toBe('Plan Entreprises, standard (default-b2b, version 1) · 5 factures · 1 débiteur');
  });

  test('the page holds every row, escapes what people typed and loads nothing', () => {
    const page = storyPage(story, simulation);
    expect(page.match(/<tr class/g)).toHaveLength(simulation.timeline.length + simulation.end.length);
    expect(page).toContain('&#60;a&#62;');
    expect(page).not.toContain('<a>');
    expect(page).not.toMatch(/src=|href=|<script/);
  });
});
