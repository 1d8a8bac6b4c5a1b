import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { openWorld, type World } from '../api/world.ts';
import { catchTerminal } from '../support/terminal.ts';

let world: World;
const terminal = catchTerminal();
const folder = mkdtempSync(join(tmpdir(), 'exigible-enrol-'));
const head = 'N° facture;Client;Code client;Type;Montant TTC;Reste dû;Échéance;E-mail';
const lines = Array.from(
  { length: 30 },
  (_, index) => `F-${index};Client ${index};C${index};entreprise;120,00;;31/08/2026;c${index}@a.example`,
);

function file(name: string, rows: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.from([head, ...rows].join('\r\n'), 'latin1'));
  return path;
}

beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c1');
  vi.stubEnv('EXIGIBLE_URL', world.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});
beforeEach(async () => {
  vi.stubEnv('EXIGIBLE_API_KEY', await world.key('c1', 'operator'));
});

const enrol = (path: string, ...options: string[]) => main(['enrol', path, '--creditor', 'c1', ...options]);
const printed = () => JSON.parse(terminal.output);

describe('preview', () => {
  test('what would leave and when, so many customers a day; nothing is sent', async () => {
    expect(await enrol(file('all.csv', lines), '--per-day', '10')).toBe(0);
    expect(terminal.output).toContain('30 factures à reprendre, 30 clients, 3\u202f600,00\u00a0€ dus.');
    expect(terminal.output).toContain('relance par e-mail');
    expect(terminal.output).toMatch(/Jour.*Messages.*Lettres.*Clients.*Accords à donner.*Tâches/);
    expect(terminal.output).toContain('30 clients sans adresse postale');
    expect(terminal.output).toContain('--confirm');
    expect(world.engine.calls).toEqual([]);
  });

  test('payments without a day are told, and how they count', async () => {
    const paid = (number: string) => `${number};Jo;C1;entreprise;120,00;100,00;31/08/2026;a@b.fr`;
    expect(await enrol(file('paid.csv', [paid('F-1'), paid('F-2')]))).toBe(0);
    expect(terminal.output).toContain('2 acomptes sans date\u00a0: comptés à l’échéance');
    expect(terminal.output).toContain('colonne « Date de paiement »');
  });

  test('invoices of a day to come are told: figures count them from that day', async () => {
    const later =
      'N° facture;Client;Code client;Type;Montant TTC;Date de facture;Échéance\r\nF-1;Jo;C1;entreprise;120,00;01/01/2999;31/01/2999';
    const path = join(folder, 'later.csv');
    writeFileSync(path, later);
    expect(await enrol(path)).toBe(0);
    expect(terminal.output).toContain('Attention\u00a0: 1 facture émise après aujourd’hui');
    expect(terminal.output).toContain('dans Chiffres qu’à partir de sa date (ligne 2)');
  });

  test('one JSON document', async () => {
    expect(await enrol(file('all.csv', lines), '--per-day', '10', '--json')).toBe(0);
    const { confirmed, already, days, invoices } = printed();
    expect([confirmed, already, invoices.length]).toEqual([false, 0, 30]);
    expect(days.slice(0, 3).map(({ debtors }: { debtors: number }) => debtors)).toEqual([10, 10, 10]);
  });

  test('without a server: the shipped plans, chosen by what the customer is', async () => {
    vi.stubEnv('EXIGIBLE_API_KEY', '');
    const path = file('kinds.csv', [
      'F-1;Jo;C1;particulier;120,00;;31/08/2026;a@b.fr',
      'F-2;Ville;C2;public;120,00;;31/08/2026;',
    ]);
    expect(await enrol(path, '--json')).toBe(0);
    expect(printed().invoices.map(({ plan }: { plan: string }) => plan)).toEqual(['consumer', 'public-body']);
  });

  test.each([
    ['a line at fault', ['F-1;Jo;C1;autre;12,00;;31/02/2026;'], [], 'ligne 2, colonne « Échéance »'],
    ['an unknown plan', [lines[0] ?? ''], ['--plan', 'none'], 'le plan « none » n’existe pas'],
    ['a first day that is past', [lines[0] ?? ''], ['--from', '2020-01-01'], '--from'],
    ['no customer a day', [lines[0] ?? ''], ['--per-day', '0'], '--per-day'],
  ])('%s is bad input', async (_what, rows, options, text) => {
    expect(await enrol(file('bad.csv', rows), ...options)).toBe(2);
    expect(terminal.errors).toContain(text);
  });

  test('a file that is not there', async () => {
    expect(await enrol(join(folder, 'nothing.csv'))).toBe(2);
    expect(terminal.errors).toContain('est introuvable');
  });

  test('a plan that begins with a letter is refused by a sentence', async () => {
    const letter = {
      id: 'notice',
      act: 'letter',
      anchor: 'after-due',
      delay: 'P5D',
      channels: ['registered-letter'],
      template: 'formal-notice',
    };
    const decision = { id: 'decision', act: 'decision', anchor: 'after-notice-receipt', delay: 'P8D' };
    const plan = { version: 1, name: 'Dur', steps: [{ ...letter, approval: true }, decision] };
    expect((await world.call('PUT', '/plans/hard?creditor=c1', world.adminKey, plan)).status).toBe(200);
    expect(await enrol(file('hard.csv', lines.slice(0, 2)), '--plan', 'hard', '--json')).toBe(1);
    expect(printed().refused).toContain('commencerait par une mise en demeure pour 2 factures (F-0, F-1)');
  });
});

describe('--confirm', () => {
  test('cut short, a second run enrols what is missing, and says how far it is', async () => {
    const path = file('all.csv', lines);
    let posted = 0;
    const { fetch } = globalThis;
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      const isPost = init?.method === 'POST';
      posted += isPost ? 1 : 0;
      return isPost && posted > 12 ? Promise.reject(new TypeError('cut')) : fetch(input, init);
    });
    expect(await enrol(path, '--confirm')).toBe(3);
    vi.mocked(globalThis.fetch).mockRestore();
    expect(terminal.errors).toContain('Interrompu à 12 sur 30');
    await world.drain();
    expect(world.engine.calls.length).toBe(12);
    expect(await enrol(path, '--confirm', '--json')).toBe(0);
    expect([printed().enrolled.length, printed().already]).toEqual([18, 12]);
    expect(terminal.errors).toContain('18 sur 18\n');
    await world.drain();
    expect(new Set(world.engine.calls.map(({ caseId }) => caseId)).size).toBe(30);
  });

  test('all of them run: nothing left to do', async () => {
    expect(await enrol(file('all.csv', lines), '--confirm')).toBe(0);
    expect(terminal.output).toContain('0 facture reprise. 30 l’étaient déjà.');
  });

  test('what the server refuses is told with its line; the others are enrolled', async () => {
    const path = file('some.csv', [
      'G-1;Un;C1;entreprise;120,00;;31/08/2026;a@b.fr',
      'G-2;Deux;C2;entreprise;120,00;;31/08/2026;a@-b.fr',
    ]);
    expect(await enrol(path, '--confirm', '--json')).toBe(2);
    expect(printed().enrolled).toEqual(['invoice:c1:G-1']);
    expect(printed().errors[0].path).toBe('ligne 3, $.debtor.email');
  });
});
