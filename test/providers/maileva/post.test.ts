import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../activities/ports/outcome.ts';
import type { PostedLetter } from '../../../activities/ports/post.ts';
import { customIdOf, mailevaPost } from '../../../providers/maileva/post.ts';
import {
  type ContractServer,
  type Failure,
  patienceOf,
  startContractServer,
} from '../../support/contract-server/contract-server.ts';
import { mailevaAccount } from '../../support/contract-server/maileva-contract.ts';

const letter: PostedLetter = {
  key: 'invoice:c1:i1/formal-notice/registered-letter/1',
  channel: 'registered-letter',
  title: 'Mise en demeure',
  recipientLines: ['MENUISERIE AUBERTIN SARL', '17 RUE DES TANNEURS', '69003 LYON'],
  senderLines: ['ATELIER LUMEN', '8 QUAI DE LA SAONE', 'BATIMENT B', '69400 VILLEFRANCHE SUR SAONE'],
  senderEmail: 'compta@atelier-lumen.example',
  pages: 3,
  pdf: Buffer.from('%PDF-1.7 une lettre'),
  enclosures: [],
};

let server: ContractServer;
beforeAll(async () => {
  server = await startContractServer();
});
afterAll(() => server.stop());
afterEach(() => {
  server.maileva.clear();
  server.failAlways(null);
  for (const list of [server.received, server.calls]) (list as unknown[]).splice(0);
});

const wayOut = (timeoutMs = patienceOf()) =>
  mailevaPost({ ...mailevaAccount, sandbox: true, baseUrl: server.url, authUrl: server.url, timeoutMs });
const statuses = () => server.maileva.sendings.map(({ status }) => status);

describe('Maileva, as its specification says', () => {
  it('creates, fills, addresses and submits one sending under our reference', async () => {
    const outcome = await wayOut().post(letter);
    expect(outcome).toMatchObject({ outcome: 'accepted', provider: 'maileva', providerId: server.received[0]?.id });
    expect(server.received).toEqual([
      {
        provider: 'maileva',
        id: server.received[0]?.id,
        to: 'MENUISERIE AUBERTIN SARL',
        from: '',
        subject: 'Mise en demeure',
        text: '',
        attachments: ['%PDF-1.7 une lettre'],
        customArgs: { message: customIdOf(letter.key) },
      },
    ]);
    expect(server.maileva.sendings[0]?.recipients).toMatchObject([
      { address_line_1: 'MENUISERIE AUBERTIN SARL', address_line_4: '17 RUE DES TANNEURS', address_line_6: '69003 LYON' },
    ]);
  });

  it('sends by simple post what is no registered letter, without a receipt, and finds it there', async () => {
    const key = 'invoice:c1:i1/reminder-5/letter/1';
    const outcome = await wayOut().post({ ...letter, key, channel: 'letter', title: 'Relance' });
    expect(outcome).toMatchObject({ outcome: 'accepted' });
    expect(server.maileva.sendings).toMatchObject([{ service: 'mail', name: 'Relance' }]);
    expect(await wayOut().find(key, 'letter')).toMatchObject({ outcome: 'accepted' });
    expect(await wayOut().find(key, 'registered-letter')).toBeNull();
  });

  it('prints the enclosures after the letter, in their order', async () => {
    const enclosures = ['une facture', 'un bon'].map((title) => ({ title, pdf: Buffer.from(`%PDF-1.7 ${title}`) }));
    expect(await wayOut().post({ ...letter, enclosures })).toMatchObject({ outcome: 'accepted' });
    const printed = server.maileva.sendings[0]?.documents.map(({ name }) => name);
    expect(printed).toEqual(['Mise en demeure', 'une facture', 'un bon']);
  });

  it.each([
    ['is no PDF', Buffer.from('<html>'), /pas un PDF/],
    ['is too heavy', Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(20_000_000)]), /pèse 21\sMo/],
  ])('an enclosure that %s is refused before anything is created', async (_name, pdf, reason) => {
    const outcome = await wayOut().post({ ...letter, enclosures: [{ title: 'facture', pdf }] });
    expect(outcome).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(reason) });
    expect(server.maileva.sendings).toEqual([]);
  });

  it('asks for one token, and for another when the first is refused', async () => {
    const port = wayOut();
    await port.post(letter);
    server.fail({ kind: 'answer', status: 401, at: /GET \/registered_mail\/v2\/sendings\?/ });
    expect(await port.find(letter.key, letter.channel)).toMatchObject({ outcome: 'accepted' });
    expect(server.calls.filter(({ path }) => path.endsWith('/token'))).toHaveLength(2);
  });

  const blocks: [name: string, lines: readonly string[], numbered: readonly string[]][] = [
    ['two lines', ['NOM', '69003 LYON'], ['1 NOM', '6 69003 LYON']],
    ['four lines', ['NOM', 'A', 'B', '69003 LYON'], ['1 NOM', '4 A', '5 B', '6 69003 LYON']],
    ['five lines', ['NOM', 'A', 'B', 'C', '69003 LYON'], ['1 NOM', '3 A', '4 B', '5 C', '6 69003 LYON']],
    ['six lines', ['NOM', 'A', 'B', 'C', 'D', '69003 LYON'], ['1 NOM', '2 A', '3 B', '4 C', '5 D', '6 69003 LYON']],
  ];
  it.each(blocks)('keeps the order of an address of %s', async (_name, recipientLines, numbered) => {
    expect(await wayOut().post({ ...letter, recipientLines })).toMatchObject({ outcome: 'accepted' });
    const recipient = server.maileva.sendings[0]?.recipients[0] ?? {};
    const seen = Object.entries(recipient).filter(([name]) => name.startsWith('address_line_'));
    expect(seen.map(([name, line]) => `${name.at(-1)} ${String(line)}`).sort()).toEqual(numbered);
  });
});

it('the address goes with its country', async () => {
  expect(await wayOut().post({ ...letter, recipientCountry: 'RE' })).toMatchObject({ outcome: 'accepted' });
  expect(server.maileva.sendings[0]?.recipients[0]).toMatchObject({ country_code: 'RE' });
});

describe('what no envelope takes is refused before anything is asked', () => {
  const refusals: [name: string, change: Partial<PostedLetter>, reason: RegExp][] = [
    ['a file that is no PDF', { pdf: Buffer.from('MZ') }, /pas un PDF/],
    ['40 MB', { pdf: Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(40_000_000)]) }, /41.Mo, 20.Mo au plus/],
    ['91 pages', { pages: 91 }, /46 feuilles, 45 au plus/],
  ];
  it.each(refusals)('%s', async (_name, change, reason) => {
    const outcome = await wayOut().post({ ...letter, ...change });
    expect(outcome).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(reason) });
    expect(server.calls).toEqual([]);
  });
});

describe('an address that Maileva refuses', () => {
  it.each<[string, Partial<PostedLetter>]>([
    ['too long a line', { recipientLines: ['X'.repeat(39), 'A', '69003 LYON'] }],
    ['no postcode', { recipientLines: ['NOM', 'A', 'LYON'] }],
    ['a country that its registered letters do not reach', { recipientCountry: 'DE' }],
  ])('%s: for good, the draft thrown away', async (_name, change) => {
    expect(await wayOut().post({ ...letter, ...change })).toMatchObject({ outcome: 'refused', address: 'invalid' });
    expect(server.maileva.sendings).toEqual([]);
  });
});

const at = {
  token: /\/token$/,
  create: /POST .*\/sendings$/,
  document: /POST .*documents/,
  recipient: /POST .*recipients/,
  submit: /POST .*submit/,
};
const steps = Object.entries(at);
const failures: [name: string, failure: Failure][] = [
  ['500', { kind: 'answer', status: 500 }],
  ['429', { kind: 'answer', status: 429, headers: { 'retry-after': '7' } }],
  ['a cut before acceptance', { kind: 'cut-before-acceptance' }],
  ['a cut after acceptance', { kind: 'cut-after-acceptance' }],
  ['silence after acceptance', { kind: 'hang-after-acceptance' }],
];
const everywhere = steps.flatMap(([step, path]) =>
  failures.map(([name, failure]) => [name, step, { ...failure, at: path }] as const),
);

describe('a failure anywhere: one letter in the end, never two', () => {
  it.each(everywhere)('%s at %s', async (_name, _step, failure) => {
    server.fail(failure);
    const outcomes = await untilSettled(failure);
    expect(outcomes.at(-1)).toMatchObject({ outcome: 'accepted' });
    expect(server.received).toHaveLength(1);
    expect(statuses().filter((status) => status !== 'DRAFT')).toEqual(['PENDING']);
  });

  it.each(failures)('%s at submit, and Maileva mute for a while after: it is asked until it answers', async (_name, failure) => {
    server.fail({ ...failure, at: at.submit });
    for (let mute = 0; mute < 4; mute += 1) server.fail({ kind: 'answer', status: 503, at: /(DELETE|GET) / });
    const outcomes = await untilSettled(failure);
    expect(outcomes.at(-1)).toMatchObject({ outcome: 'accepted' });
    expect(server.received).toHaveLength(1);
  });

  it('a process that died after submit finds its letter by our reference, among many others', async () => {
    for (let other = 0; other < 3; other += 1) await wayOut().post({ ...letter, key: `other-${other}` });
    await wayOut().post(letter);
    const mine = server.maileva.sendings.at(-1)?.id;
    expect(await wayOut().find(letter.key, letter.channel)).toMatchObject({ outcome: 'accepted', providerId: mine });
    expect(await wayOut().find('never-posted', 'registered-letter')).toBeNull();
  });

  it('a letter that Maileva took and refused later is a refusal, with its reason', async () => {
    await wayOut().post(letter);
    server.maileva.rejects(server.maileva.sendings[0]?.id ?? '', 'document illisible');
    expect(await wayOut().find(letter.key, letter.channel)).toMatchObject({ outcome: 'refused', reason: 'document illisible' });
  });

  it('Retry-After is given back', async () => {
    server.fail({ kind: 'answer', status: 429, headers: { 'retry-after': '7' }, at: at.create });
    expect(await wayOut().post(letter)).toMatchObject({ outcome: 'retry', afterMs: 7000 });
  });
});

/** What the sending activity does: an answer is believed, a throw leaves the act reserved and Maileva is asked by our reference. */
async function untilSettled(failure: Failure): Promise<SendOutcome[]> {
  const post = wayOut(patienceOf(failure, 1000));
  const outcomes: SendOutcome[] = [];
  let reserved = false;
  for (let attempt = 0; attempt < 12 && outcomes.at(-1)?.outcome !== 'accepted'; attempt += 1) {
    try {
      const known = reserved ? await post.find(letter.key, letter.channel) : null;
      reserved = true;
      outcomes.push(known ?? (await post.post(letter)));
      reserved = false;
    } catch {
      reserved = true;
    }
  }
  return outcomes;
}
