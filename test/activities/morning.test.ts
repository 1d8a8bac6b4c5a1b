import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MorningGround, writeMornings } from '../../activities/morning.ts';
import type { MailPort } from '../../activities/ports/mail.ts';
import { people } from '../../db/access-schema.ts';
import type { Database } from '../../db/database.ts';
import { askMorning } from '../../db/morning.ts';
import { addPerson, endPerson } from '../../db/people.ts';
import { cases } from '../../db/schema.ts';
import { outboxMail } from '../../providers/outbox/mail.ts';
import { createOutbox, outboxEntries } from '../../providers/outbox/outbox.ts';
import { putCase } from '../api/case-row.ts';
import { putLedger } from '../site/ledger.ts';
import { openEmpty } from '../support/databases.ts';

const MONDAY = '2026-11-30T08:00:00+01:00';
let db: Database;
let folder: string;

beforeAll(async () => {
  db = await openEmpty();
});
afterAll(() => db.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-morning-'));
  await putLedger({ db }, 'c1', 24);
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await db.delete(people);
  await db.delete(cases);
});

function at(instant: string, mail: MailPort = outboxMail(createOutbox(folder, Date.now))): MorningGround {
  return { db, mail, fromEmail: 'relances@lemoine.example', siteUrl: 'https://site.example', clock: () => Date.parse(instant) };
}

async function reader(name: string, creditors: readonly string[] | null = ['c1'], role: 'operator' | 'admin' = 'operator') {
  const person = await addPerson(db, { name, role, creditors });
  await askMorning(db, person.id, `${name}@lemoine.example`);
  return person;
}

async function letters(): Promise<string[]> {
  return (await outboxEntries(folder)).map(({ file }) => readFileSync(join(folder, file), 'utf8'));
}

describe('The list of the morning', () => {
  test('tells two tasks of one invoice apart', async () => {
    const raised = (key: string, context: string) =>
      ({ type: 'task-raised', task: 'external', key, context, at: '2026-11-17T10:00:00+01:00', actor: 'case' }) as const;
    const facts = [raised('a', 'À remettre à l’huissier'), raised('b', 'À remettre à l’avocat')];
    await putCase(db, { invoiceId: 'twins', number: 'JUMELLES-1', facts });
    await reader('anne');
    await writeMornings(at(MONDAY));
    const text = bodyOf((await letters())[0] ?? '');
    for (const { context } of facts) expect(text).toMatch(new RegExp(`- JUMELLES-1, .*\u00a0: ${context}`));
  });

  test('tells a task apart from another of its invoice that is among those not listed', async () => {
    const raised = (key: string, day: string) =>
      ({
        type: 'task-raised',
        task: 'external',
        key,
        context: `À remettre, ${key}`,
        at: `2026-11-${day}T10:00:00+01:00`,
        actor: 'case',
      }) as const;
    await putCase(db, { invoiceId: 'twins', number: 'JUMELLES-1', facts: [raised('a', '10'), raised('b', '20')] });
    for (const id of ['one', 'two']) await putCase(db, { invoiceId: id, number: `SEULE-${id}`, facts: [raised(id, '12')] });
    await reader('anne');
    await writeMornings(at(MONDAY));
    const text = bodyOf((await letters())[0] ?? '');
    expect(text).toMatch(/- JUMELLES-1, .*\u00a0: À remettre, a\n/);
    expect(text).not.toContain('À remettre, b');
    expect(text).not.toContain('À remettre, one');
  });

  test('says what waits by kind, with its first lines, where the rest is, and where it is stopped', async () => {
    await reader('anne');
    expect(await writeMornings(at(MONDAY))).toBe(1);
    const [letter = ''] = await letters();
    expect(letter).toContain('To: anne@lemoine.example');
    expect(letter).toContain('Auto-Submitted: auto-generated');
    const text = bodyOf(letter);
    expect(text).toContain('Accord à donner\u00a0: 4');
    expect(text).toContain('- F2026-0001, Menuiserie Aubert SARL, 1\u202f200,00\u00a0€, pour le');
    expect(text).toContain('- et 1 autre\n');
    expect(text).toContain('https://site.example/a-faire?kind=approval');
    expect(text).toContain('Pour ne plus la recevoir\u00a0: https://site.example/reglages#matin');
  });

  test.each([
    ['before eight', '2026-11-30T07:59:00+01:00'],
    ['in the afternoon', '2026-11-30T12:00:00+01:00'],
    ['on a Sunday', '2026-11-29T09:00:00+01:00'],
    ['on a public holiday', '2026-12-25T09:00:00+01:00'],
  ])('does not leave %s', async (_when, instant) => {
    await reader('anne');
    expect(await writeMornings(at(instant))).toBe(0);
    expect(await letters()).toEqual([]);
  });

  test('leaves once a day, also when two workers look at once, and again the next working day', async () => {
    await reader('anne');
    await reader('bob');
    await Promise.all([writeMornings(at(MONDAY)), writeMornings(at(MONDAY))]);
    await writeMornings(at('2026-11-30T09:00:00+01:00'));
    expect(await letters()).toHaveLength(2);
    expect(await writeMornings(at('2026-12-01T08:05:00+01:00'))).toBe(2);
  });

  test('is not written again when nobody knows whether it left; who comes after is written to', async () => {
    await reader('anne');
    await reader('bob');
    const outbox = outboxMail(createOutbox(folder, Date.now));
    const dying: MailPort = { ...outbox, send: (mail) => outbox.send(mail).then(() => Promise.reject(new Error('cut off'))) };
    await expect(writeMornings(at(MONDAY, dying))).rejects.toThrow('cut off');
    expect(await writeMornings(at(MONDAY))).toBe(1);
    const readers = (await letters()).map((letter) => /^To: (\w+)/m.exec(letter)?.[1]);
    expect(readers).toHaveLength(2);
    expect(new Set(readers)).toEqual(new Set(['anne', 'bob']));
  });

  test('says nothing when nothing is to do, to who stopped it, to who left, and to who has no creditor', async () => {
    await reader('other', ['c2']);
    await reader('nobody', null);
    const gone = await reader('gone');
    await endPerson(db, gone.id);
    const tired = await reader('tired');
    await askMorning(db, tired.id, null);
    expect(await writeMornings(at(MONDAY))).toBe(0);
    expect(await letters()).toEqual([]);
    await reader('house', null, 'admin');
    expect(await writeMornings(at(MONDAY))).toBe(1);
  });
});

/** The plain text of a mail whose parts are quoted-printable. */
function bodyOf(mail: string): string {
  const [, part = ''] = /Content-Type: text\/plain[\s\S]*?\n\r?\n([\s\S]*?)\r?\n--/.exec(mail) ?? [];
  const bytes = part
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
}
