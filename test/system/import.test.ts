import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ImportProgress } from '../../activities/import/import.ts';
import { main } from '../../cli/main.ts';
import { parisDay } from '../../domain/calendar/paris.ts';
import { connectClient } from '../../run/temporal.ts';
import { camtText } from '../domain/statement/write-camt.ts';
import { cfonbText } from '../domain/statement/write-cfonb.ts';
import type { WrittenBooking } from '../domain/statement/write-statement.ts';
import { refusedFiles, unreadableFiles } from '../support/bad-files.ts';
import { creditor } from '../support/parties.ts';
import { catchTerminal } from '../support/terminal.ts';
import { invoiceCreated, TOTAL } from '../support/told-lives.ts';
import { startWholeSystem, type WholeSystem } from '../support/whole-system.ts';

const OURS = { bank: '30006', branch: '00001', number: '12345678901', iban: creditor.iban };
const today = parisDay(Date.now());

let whole: WholeSystem;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-files-'));
  whole = await startWholeSystem();
  vi.stubEnv('EXIGIBLE_URL', whole.system.apiUrl);
  vi.stubEnv('EXIGIBLE_API_KEY', whole.outside.key);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await whole?.stop();
  rmSync(folder, { recursive: true, force: true });
});
const terminal = catchTerminal();

function fileOf(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content, 'latin1');
  return file;
}

function statementOf(booking: WrittenBooking, id: string) {
  return { ...OURS, id, openingOn: today, openingCents: 0, bookings: [booking] };
}

const paying = (number: string): WrittenBooking => ({ on: today, payments: [{ amountCents: TOTAL, text: `VIR ${number}` }] });
const numberOf = (invoice: { readonly invoice?: { readonly number: string } }) =>
  invoice.invoice?.number ?? expect.fail('a number');

describe('exigible import', () => {
  test.each<[string, (booking: WrittenBooking) => string]>([
    ['camt.053', (booking) => camtText({ message: '053', version: 8 }, [statementOf(booking, 'S-CAMT')])],
    ['CFONB 120', (booking) => cfonbText(statementOf(booking, 'S-CFONB'))],
  ])('%s: the case hears of its money and closes; the workflow shows what came of the file', async (format, write) => {
    const invoice = invoiceCreated(`by-${format.slice(0, 4)}`, today);
    const caseId = (await whole.outside.tell('billing', 'invoice.created', invoice)) ?? '';
    await whole.outside.until(caseId, (seen) => seen.phase !== 'closed');
    const file = fileOf(`${format}.txt`, write(paying(numberOf(invoice))));
    expect(await main(['import', file, '--json'])).toBe(0);
    const seen = JSON.parse(terminal.output) as { importId: string };
    expect(seen).toMatchObject({ state: 'done', statements: [{ fresh: 1, allocated: 1, unmatched: 0 }] });
    expect(await whole.outside.until(caseId, ({ closed }) => closed !== null)).toMatchObject({ balanceCents: 0 });
    const payment = (await whole.outside.timeline(caseId)).find(({ type }) => type === 'payment');
    expect(payment).toMatchObject({ actor: 'bank', cause: seen.importId, fact: { amountCents: TOTAL, on: today } });
    const client = await connectClient({ address: whole.engineAddress, namespace: 'default' });
    const workflow = client.workflow.getHandle(seen.importId);
    expect(await workflow.query<ImportProgress>('progress')).toMatchObject({ state: 'done', settled: 1, bookings: 1 });
    const metadata = await workflow.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(metadata.currentDetails).toContain('**Import terminé.**');
    await client.connection.close();
    terminal.output = '';
    expect(await main(['import', file])).toBe(0);
    expect(terminal.output).toMatch(/^Déjà importé le \d\d\/\d\d\/\d{4} \d\d:\d\d\u00a0: rien n’a été ajouté/);
    expect((await whole.outside.timeline(caseId)).filter(({ type }) => type === 'payment')).toHaveLength(1);
  });

  test.each(Object.entries(unreadableFiles))('%s: exit 2, where and why', async (_, { bytes, says }) => {
    expect(await main(['import', fileOf('unreadable.txt', bytes)])).toBe(2);
    expect(terminal.errors).toContain(says);
  });

  test.each(Object.entries(refusedFiles))('%s: exit 1 and the reason', async (_, { bytes, says }) => {
    expect(await main(['import', fileOf('refused.txt', bytes)])).toBe(1);
    expect(terminal.errors).toContain(says);
  });
});
