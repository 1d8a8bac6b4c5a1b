import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { create, revoke, rotate } from '../../cli/key.ts';
import { main } from '../../cli/main.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { digestOf } from '../../db/evidence-chain.ts';
import { makeHead } from '../../db/evidence-heads.ts';
import { actNames, acts } from '../../domain/case/acts/index.ts';
import type { CaseView } from '../../domain/case/view.ts';
import { putCase } from '../api/case-row.ts';
import { openWorld, type World } from '../api/world.ts';
import { catchTerminal } from '../support/terminal.ts';

let world: World;
const at = '2026-11-10T09:00:00+01:00';
const id = 'invoice:c1:a';

beforeAll(async () => {
  world = await openWorld();
  await world.creditor('c1');
  await putCase(world.db, {
    invoiceId: 'a',
    number: 'F-1',
    facts: [{ type: 'payment', id: 'p', amountCents: 20000, on: '2026-11-10', at, actor: 'bank' }],
  });
  await putCase(world.db, { invoiceId: 'b', facts: [{ type: 'dispute-opened', at, actor: 'key:1' }] });
  vi.stubEnv('EXIGIBLE_URL', `${world.url}/`);
  vi.stubEnv('EXIGIBLE_API_KEY', await world.key('c1', 'operator'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await world.close();
});
const terminal = catchTerminal();

const printed = () => JSON.parse(terminal.output);

describe('cases and case', () => {
  test('a table a person reads, or one JSON document', async () => {
    expect(await main(['cases'])).toBe(0);
    expect(terminal.output).toContain('F-1');
    expect(terminal.output).toContain('1\u202f000,00\u00a0€');
    terminal.output = '';
    expect(await main(['cases', '--hold', 'dispute', '--json'])).toBe(0);
    expect(printed().cases).toMatchObject([{ caseId: 'invoice:c1:b', hold: 'dispute' }]);
    terminal.output = '';
    expect(await main(['cases', '--phase', 'closed'])).toBe(0);
    expect(terminal.output).toBe('Aucun dossier.\n');
  });

  test('a case with its timeline', async () => {
    expect(await main(['case', id])).toBe(0);
    expect(terminal.output).toContain(
      'Facture F-1 · 1\u202f000,00\u00a0€ dus sur 1\u202f200,00\u00a0€ · échéance 6 novembre 2026',
    );
    expect(terminal.output).toContain('10/11/2026 09:00  Paiement reçu de 200,00\u00a0€ le 10 novembre 2026  [banque]');
  });

  test.each([
    [['case', 'invoice:c1:zz'], 'le dossier invoice:c1:zz n’existe pas'],
    [['cases', '--phase', 'lost'], '$.phase'],
  ])('%j is bad input', async (argv, text) => {
    expect(await main(argv)).toBe(2);
    expect(terminal.errors).toContain(text);
    expect(terminal.output).toBe('');
  });
});

describe('act', () => {
  test('an answer is the case', async () => {
    const { body } = await world.call('GET', `/cases/${encodeURIComponent(id)}`, world.adminKey);
    world.engine.outcome = { kind: 'answer', view: body as unknown as CaseView };
    expect(await main(['act', id, 'pause', '{"reason":"accord"}'])).toBe(0);
    expect(terminal.output).toContain('Facture F-1');
    expect(world.engine.updates.at(-1)).toMatchObject({ name: 'pause', payload: { reason: 'accord' } });
  });

  test('without an act: every act with its sample', async () => {
    expect(await main(['act', id])).toBe(0);
    for (const name of actNames) expect(terminal.output).toContain(`${name}\n  ${acts[name].text}`);
    terminal.output = '';
    expect(await main(['act', id, '--json'])).toBe(0);
    expect(printed()).toMatchObject({ waive: { mayAct: 'approver' }, pause: { sample: { reason: 'accord commercial' } } });
  });

  test.each([
    [
      'refused by a rule',
      { kind: 'refused', sentence: 'Aucun litige n’est ouvert.' } as const,
      ['act', id, 'resolveDispute', '{"outcome":"upheld"}'],
      1,
      'Aucun litige',
    ],
    ['no worker in time', { kind: 'pending' } as const, ['act', id, 'resume', '--json'], 3, ''],
    ['a wrong field', { kind: 'pending' } as const, ['act', id, 'pause', '{"until":"soon"}'], 2, '$.until'],
    ['not JSON', { kind: 'pending' } as const, ['act', id, 'pause', '{until'], 2, 'ce n’est pas un document JSON'],
    ['an act above the role', { kind: 'pending' } as const, ['act', id, 'approve'], 1, 'il faut celle d’un approbateur'],
  ])('%s', async (_, outcome, argv, code, text) => {
    world.engine.outcome = outcome;
    expect(await main(argv)).toBe(code);
    expect(terminal.errors).toContain(text);
  });
});

describe('verify', () => {
  test('intact: every case of the key', async () => {
    expect(await main(['verify', '--json'])).toBe(0);
    expect(printed()).toEqual({ ok: true, cases: 2, checked: 4, signed: null, unsigned: 4 });
    terminal.output = '';
    expect(await main(['verify', id])).toBe(0);
    expect(terminal.output).toBe(
      'Chaîne intacte\u00a0: 2 preuves de 1 dossier. Aucune tête signée ne les couvre toutes encore.\n',
    );
  });

  test('under signed heads: since when nothing can have been changed, and what came after', async () => {
    const { privateKey: key } = generateKeyPairSync('ed25519');
    const head = await makeHead(world.db, { key, at: '2026-11-28T08:00:00.000+01:00', reason: 'day' });
    expect(await main(['verify', '--json'])).toBe(0);
    expect(printed()).toMatchObject({ ok: true, signed: { at: head.at, head: 1, digest: head.digest }, unsigned: 0 });
    terminal.output = '';
    expect(await main(['verify', id])).toBe(0);
    expect(terminal.output).toContain(`depuis le ${head.at}, tête n° 1, empreinte ${head.digest}.`);
    vi.stubEnv('EXIGIBLE_API_KEY', world.adminKey);
    terminal.output = '';
    expect(await main(['verify', '--heads'])).toBe(0);
    expect(terminal.output).toContain('1 tête signée');
  });

  test('a chain that verifies by itself, and is not the one that was signed: exit 1', async () => {
    const [, row] = await evidenceOf(world.db, id);
    const forged = { ...(row ?? expect.fail('a link')), actor: 'someone-else' };
    await world.db.execute(sql`alter table evidence disable trigger evidence_append_only`);
    await world.db.execute(
      sql`update evidence set actor = 'someone-else', digest = ${digestOf(forged)} where case_id = ${id} and sequence = 2`,
    );
    expect(await main(['verify', id, '--json'])).toBe(1);
    expect(printed()).toMatchObject({
      ok: false,
      signed: null,
      firstBroken: { caseId: id, sequence: 2, why: expect.stringContaining('signée sous la tête n° 1') },
    });
    await world.db.execute(
      sql`update evidence set actor = ${row?.actor}, digest = ${row?.digest} where case_id = ${id} and sequence = 2`,
    );
  });

  test('tampered with in the database: exit 1 and the link is named', async () => {
    await world.db.execute(sql`alter table evidence disable trigger evidence_append_only`);
    await world.db.execute(sql`update evidence set fact = '{"id":"p","amountCents":1}' where case_id = ${id} and sequence = 2`);
    expect(await main(['verify', '--json'])).toBe(1);
    expect(printed()).toMatchObject({ ok: false, firstBroken: { caseId: id, sequence: 2 } });
  });
});

describe('keys and secrets', () => {
  beforeEach(() => {
    vi.stubEnv('EXIGIBLE_API_KEY', world.adminKey);
  });

  test('created, used, revoked, rotated', async () => {
    expect(await create({ creditor: 'c1', role: 'viewer', json: true })).toBe(0);
    const { id: keyId, key } = printed();
    expect((await world.call('GET', '/cases', key)).status).toBe(200);
    expect(await revoke({ id: String(keyId), json: false })).toBe(0);
    expect((await world.call('GET', '/cases', key)).status).toBe(401);
    terminal.output = '';
    expect(await rotate({ creditor: 'c1', purpose: 'bank', json: false })).toBe(0);
    expect(terminal.output).toMatch(/whsec_/);
  });

  test('an unknown role is bad input', async () => {
    expect(await create({ creditor: 'c1', role: 'boss', json: false })).toBe(2);
    expect(terminal.errors).toContain('$.role');
  });
});

describe('nobody there', () => {
  test('no key, a wrong key, no server: 2, 2, 3, each with what to do', async () => {
    vi.stubEnv('EXIGIBLE_API_KEY', '');
    expect(await main(['cases'])).toBe(2);
    expect(terminal.errors).toContain('EXIGIBLE_API_KEY');
    vi.stubEnv('EXIGIBLE_API_KEY', 'exk_wrong');
    expect(await main(['cases'])).toBe(2);
    vi.stubEnv('EXIGIBLE_URL', 'http://127.0.0.1:1');
    expect(await main(['cases'])).toBe(3);
    expect(terminal.errors).toContain('est-il lancé');
  });
});

describe('what people name and see', () => {
  beforeEach(seen);
  test('a case is named by the number of its invoice, in eighty columns with its client', async () => {
    expect(await main(['case', 'F-1'])).toBe(0);
    expect(terminal.output).toContain('Facture F-1');
    terminal.output = '';
    expect(await main(['cases'])).toBe(0);
    expect(Math.max(...terminal.output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(await main(['case', 'F-never'])).toBe(2);
    expect(terminal.errors).toContain('le dossier F-never n’existe pas');
  });

  test('an act asked twice under one name carries that name', async () => {
    world.engine.outcome = { kind: 'pending' };
    expect(await main(['act', 'F-1', 'pause', '{"reason":"accord"}', '--request-id', 'once'])).toBe(3);
    expect(terminal.output).toContain('once');
  });

  test('plans and keys are listed', async () => {
    expect(await main(['plan', 'list'])).toBe(0);
    expect(terminal.output).toContain('default-b2b v1  Entreprises, standard (livré)');
    vi.stubEnv('EXIGIBLE_API_KEY', world.adminKey);
    terminal.output = '';
    expect(await main(['key', 'list'])).toBe(0);
    expect(terminal.output).toMatch(/^\d+ {2}\w+ {2}/m);
    expect(terminal.output).not.toContain('exk_');
  });

  test('a key is given a name and an end, and says when it is over', async () => {
    vi.stubEnv('EXIGIBLE_API_KEY', world.adminKey);
    const create = ['key', 'create', '--creditor', 'c1', '--role', 'viewer', '--name', 'tableau'];
    expect(await main([...create, '--expires', '2099-01-01'])).toBe(0);
    expect(terminal.output).toMatch(/^Clé \d+, montrée cette seule fois, valable jusqu’au 01\/01\/2099/);
    expect(await main([...create, '--expires', '2001-01-01'])).toBe(2);
    expect(await main([...create, '--expires', 'demain'])).toBe(2);
    await world.db.execute(
      `insert into api_keys (key_sha256, creditor_id, role, name, expires_at) values ('over', 'c1', 'viewer', 'passée', now() - interval '1 day')`,
    );
    terminal.output = '';
    expect(await main(['key', 'list'])).toBe(0);
    expect(terminal.output).toMatch(/tableau {2}jusqu’au 01\/01\/2099/);
    expect(terminal.output).toMatch(/passée {2}expirée$/m);
  });

  test.each(['billing', 'bank', 'qonto', 'swan'])('the secret of %s is rotated with the grace that is said', async (purpose) => {
    vi.stubEnv('EXIGIBLE_API_KEY', world.adminKey);
    const rotate = ['secret', 'rotate', '--creditor', 'c1', '--purpose', purpose];
    expect(await main([...rotate, '--grace', '0'])).toBe(0);
    expect(terminal.output).toContain(`Secret ${purpose}, montré cette seule fois (l’ancien vaut encore 0 h)`);
    for (const grace of ['25', '-1', 'une', '']) expect([grace, await main([...rotate, `--grace=${grace}`])]).toEqual([grace, 2]);
  });
});

describe('money that waits', () => {
  beforeEach(seen);
  test('is shown with the command that places it; a share that is no amount is bad input', async () => {
    expect(await main(['unmatched'])).toBe(0);
    expect(terminal.output).toBe('Aucun argent reçu n’attend sa facture.\n');
    expect(await main(['allocate', 'e1', 'F-1=douze'])).toBe(2);
    expect(terminal.errors).toContain('attendu\u00a0: FACTURE=MONTANT');
    expect(await main(['allocate', 'e1', 'F-1=12,50'])).toBe(2);
    expect(terminal.errors).toContain('l’écriture e1 n’existe pas');
    expect(await main(['not-ours', 'e1', 'remboursement de TVA'])).toBe(2);
    expect(await main(['wait-again', 'e1'])).toBe(2);
  });
});

async function seen(): Promise<void> {
  vi.stubEnv('EXIGIBLE_URL', world.url);
  vi.stubEnv('EXIGIBLE_API_KEY', await world.key('c1', 'operator'));
}
