import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { rateFinding } from '../../cli/doctor.ts';
import { main } from '../../cli/main.ts';
import { firstDayOf } from '../../domain/law/semester.ts';
import { putCase } from '../api/case-row.ts';
import { openWorld, type World } from '../api/world.ts';
import { catchTerminal } from '../support/terminal.ts';
import { FIRST_UNSHIPPED, testRatesOf } from '../support/test-rates.ts';

const terminal = catchTerminal();

const folder = mkdtempSync(join(tmpdir(), 'exigible-rates-'));
const file = join(folder, 'rates.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('without a server', () => {
  beforeAll(() => vi.stubEnv('EXIGIBLE_API_KEY', ''));
  afterAll(() => vi.unstubAllEnvs());

  test.each([
    ['2026-11-30', null, '✔ taux légaux\u00a0: connus jusqu’à 2026-S2'],
    ['2026-12-01', '2027-S1', '! taux légaux\u00a0: 2027-S1 est à saisir avant son premier jour'],
    ['2026-12-31', '2027-S1', '! taux légaux'],
    ['2027-01-01', '2027-S1', '✘ taux légaux\u00a0: 2027-S1 manque, les mises en demeure attendent'],
    ['2027-03-15', '2027-S1', '✘ taux légaux'],
  ])('doctor says on %s that %s is to enter', async (today, missing, words) => {
    const finding = await rateFinding(today);
    expect(finding.missing).toBe(missing);
    expect(finding.sentence).toContain(words);
    expect(finding.sentence).toContain('(parmi les taux livrés)');
  });

  test('the list shows what is shipped', async () => {
    expect(await main(['rates'])).toBe(0);
    expect(terminal.output).toMatch(/2026-S2.*2,40.*2,75.*6,84.*livré.*arrêté du 26 juin 2026/);
    expect(terminal.output).toContain('Taux livrés seulement');
  });

  test('entering needs a key', async () => {
    writeFileSync(file, JSON.stringify(testRatesOf(FIRST_UNSHIPPED)));
    expect(await main(['rates', 'enter', file])).toBe(2);
    expect(terminal.errors).toContain('EXIGIBLE_API_KEY');
  });
});

describe('with a server', () => {
  const at = '2027-01-02T09:00:00+01:00';
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await world.creditor('c1');
    world.clock = () => Date.parse(`${firstDayOf(FIRST_UNSHIPPED)}T12:00:00+01:00`);
    vi.stubEnv('EXIGIBLE_URL', world.url);
    vi.stubEnv('EXIGIBLE_API_KEY', world.adminKey);
    await putCase(world.db, { invoiceId: 'a', facts: [{ type: 'rate-missing', semester: FIRST_UNSHIPPED, at, actor: 'case' }] });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await world.close();
  });
  const entering = (change: object = {}) => {
    writeFileSync(file, JSON.stringify({ ...testRatesOf(FIRST_UNSHIPPED), ...change }));
    return main(['rates', 'enter', file]);
  };

  test('a file at fault names its field', async () => {
    expect(await entering({ legalPrivateBasisPoints: 6.9 })).toBe(2);
    expect(terminal.errors).toContain('$.legalPrivateBasisPoints');
  });

  test('entering says which cases go on; the list and doctor know it', async () => {
    expect(await entering()).toBe(0);
    expect(terminal.output).toContain('Dossiers qui reprennent\u00a0: 1.\ninvoice:c1:a');
    terminal.output = '';
    expect(await main(['rates', '--json'])).toBe(0);
    const known = JSON.parse(terminal.output) as { rates: object[]; missing: string | null };
    expect(known.missing).toBeNull();
    expect(known.rates.at(-1)).toMatchObject({ semester: FIRST_UNSHIPPED, origin: 'entered' });
    expect(await rateFinding(firstDayOf(FIRST_UNSHIPPED))).toMatchObject({
      missing: null,
      sentence: `✔ taux légaux\u00a0: connus jusqu’à ${FIRST_UNSHIPPED}`,
    });
  });

  test('other values are refused with exit 1', async () => {
    expect(await entering({ legalPrivateBasisPoints: 1 })).toBe(1);
    expect(terminal.errors).toContain('déjà connu avec d’autres taux');
  });

  test('doctor falls back on the shipped rates when the server does not answer', async () => {
    vi.stubEnv('EXIGIBLE_URL', 'http://127.0.0.1:9');
    expect((await rateFinding('2027-01-04')).missing).toBe('2027-S1');
    vi.stubEnv('EXIGIBLE_URL', world.url);
  });
});
