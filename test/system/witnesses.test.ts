import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import { lastHead, witnessesOf } from '../../db/evidence-heads.ts';
import { outboxMail } from '../../providers/outbox/mail.ts';
import { createOutbox } from '../../providers/outbox/outbox.ts';
import { sealEvidence } from '../../run/heads.ts';
import { stamped, stampIn } from '../../run/time-stamp.ts';
import { witnessesIn } from '../../run/witnesses.ts';
import { putCase } from '../api/case-row.ts';
import { openEmpty } from '../support/databases.ts';

const run = promisify(execFile);
const LAWYER = 'avocat@cabinet.example';
let folder: string;
let db: Database;
let authority: Server;
let url: string;
/** What the authority does with a question before openssl answers it. */
let asks = (query: Buffer): Buffer => query;
let answers = true;

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

/** A time-stamping authority with a root of its own: every answer is made by openssl. */
function foundAuthority(): void {
  const settings = [
    '[tsa]',
    'serial = serial',
    'signer_digest = sha256',
    'default_policy = 1.2.3.4.1',
    'digests = sha256',
    'accuracy = secs:1',
    'certs = tsa.pem',
    'signer_cert = tsa.pem',
    'signer_key = tsa.key',
    '[stamping]',
    'basicConstraints = CA:FALSE',
    'extendedKeyUsage = critical,timeStamping',
  ];
  writeFileSync(join(folder, 'tsa.cnf'), `${settings.join('\n')}\n`);
  writeFileSync(join(folder, 'serial'), '01\n');
  const ca = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Racine'];
  openssl('req', ...ca, '-keyout', 'ca.key', '-out', 'ca.pem');
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=Horodatage', '-keyout', 'tsa.key', '-out', 'tsa.csr');
  const issued = ['-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '2', '-days', '1', '-out', 'tsa.pem'];
  openssl('x509', '-req', ...issued, '-extfile', 'tsa.cnf', '-extensions', 'stamping');
}

/** Null: the authority is away. Rejects for what openssl cannot read. */
async function answerOf(req: IncomingMessage): Promise<Buffer | null> {
  if (!answers) return null;
  writeFileSync(join(folder, 'query.tsq'), asks(await buffer(req)));
  const reply = ['ts', '-reply', '-config', 'tsa.cnf', '-section', 'tsa', '-queryfile', 'query.tsq', '-out', 'reply.tsr'];
  await run('openssl', reply, { cwd: folder });
  return readFileSync(join(folder, 'reply.tsr'));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-witnesses-'));
  foundAuthority();
  authority = createServer((req, res) => {
    void answerOf(req)
      .catch(() => null)
      .then((reply) => res.writeHead(reply ? 200 : 503, { 'content-type': 'application/timestamp-reply' }).end(reply));
  });
  authority.listen(0, '127.0.0.1');
  await once(authority, 'listening');
  url = `http://127.0.0.1:${(authority.address() as AddressInfo).port}`;
  db = await openEmpty();
});
afterAll(async () => {
  authority?.close();
  await db?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One look of the product, as it does each minute. */
async function look(): Promise<void> {
  const heads = { EXIGIBLE_HEADS_FOLDER: join(folder, 'heads'), EXIGIBLE_HEADS_MAIL: LAWYER, EXIGIBLE_HEADS_TSA_URL: url };
  const config = readConfig(heads);
  const mail = outboxMail(createOutbox(join(folder, 'outbox'), Date.now));
  const ground = { config, dataDir: folder, db, log: pino({ level: 'silent' }) };
  await sealEvidence(ground, await witnessesIn(config, async () => ({ mail, fromEmail: null })));
}

const kindsOf = async (head: number) => (await witnessesOf(db, head)).map(({ kind }) => kind);

test('a head is left with each witness that takes it; who did not is asked again, and nobody twice', async () => {
  await putCase(db, { invoiceId: 'i1' });
  answers = false;
  await look();
  expect(await kindsOf(1)).toEqual(['folder', 'mail']);
  answers = true;
  await look();
  expect(await kindsOf(1)).toEqual(['folder', 'mail', 'stamp']);
  const head = await lastHead(db);
  const [file] = readdirSync(join(folder, 'heads'));
  expect(JSON.parse(readFileSync(join(folder, 'heads', file ?? ''), 'utf8'))).toEqual(head);
  const mails = readdirSync(join(folder, 'outbox')).filter((name) => name.endsWith('.eml'));
  expect(mails).toHaveLength(1);
  const eml = readFileSync(join(folder, 'outbox', mails[0] ?? ''), 'utf8');
  for (const said of [`To: ${LAWYER}`, head?.digest ?? '?']) expect(eml).toContain(said);
});

test('the stamp of a head is one that openssl verifies with the root of the authority', async () => {
  const { digest } = (await lastHead(db)) ?? { digest: '' };
  const token = (await witnessesOf(db, 1)).find(({ kind }) => kind === 'stamp')?.token ?? '';
  writeFileSync(join(folder, 'token.der'), Buffer.from(token, 'base64'));
  const check = (sha256: string) =>
    openssl('ts', '-verify', '-digest', sha256, '-in', 'token.der', '-token_in', '-CAfile', 'ca.pem');
  expect(check(digest)).toContain('Verification: OK');
  expect(() => check('0'.repeat(64))).toThrow();
  expect(Math.abs(stampIn(Buffer.from(token, 'base64')).genTime.getTime() - Date.now())).toBeLessThan(3_600_000);
});

test('a stamp on something else is not taken', async () => {
  asks = (query) => Buffer.from(query.toString('hex').replace('ab'.repeat(32), 'cd'.repeat(32)), 'hex');
  await expect(stamped(url, Buffer.alloc(32, 0xab))).rejects.toThrow('stamped something else');
  asks = (query) => query.subarray(0, query.length - 4);
  await expect(stamped(url, Buffer.alloc(32, 0xab))).rejects.toThrow();
  asks = (query) => query;
  expect(stampIn(await stamped(url, Buffer.alloc(32, 0xab))).version).toBe(1);
});

test('a formal notice or a file is under a head at the next look, a plain reminder at the next day', async () => {
  const at = '2026-11-28T09:00:00+01:00';
  const trace = {
    channel: 'email',
    askedCents: null,
    message: 'm',
    provider: 'outbox',
    providerId: 'p',
    sha256: '0'.repeat(64),
  } as const;
  const sent = (step: string, template: string) => ({ type: 'sent', step, template, ...trace, at, actor: 'case' }) as const;
  await putCase(db, { invoiceId: 'quiet', facts: [sent('reminder-5', 'reminder')] });
  await look();
  expect(await lastHead(db)).toMatchObject({ sequence: 1 });
  await putCase(db, { invoiceId: 'noticed', facts: [sent('formal-notice', 'formal-notice')] });
  await look();
  expect(await lastHead(db)).toMatchObject({ sequence: 2, reason: 'formal-notice', chains: 1 });
  await look();
  expect(await lastHead(db)).toMatchObject({ sequence: 2 });
});
