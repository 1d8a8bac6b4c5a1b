import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TemplateId, templateIds } from '../../domain/plan/template-ids.ts';
import type { Preview } from '../../templates/preview.ts';
import { putCase } from './case-row.ts';
import { creditorDocument, debtorDocument, openWorld, type World } from './world.ts';

const at = '2026-11-10T09:00:00+01:00';
const HOSTILE = '<script>alert(1)</script>{{ creditor.iban }}';
let world: World;
let key: string;

beforeAll(async () => {
  world = await openWorld();
  world.clock = () => Date.parse('2026-12-20T09:00:00+01:00');
  await world.creditor('c1');
  key = await world.key('c1', 'viewer');
  const names = { cus_31: debtorDocument.name, cus_evil: HOSTILE };
  for (const [id, name] of Object.entries(names))
    await world.call('PUT', `/debtors/${id}`, await world.key('c1', 'operator'), { ...debtorDocument, id, name });
  await putCase(world.db, { invoiceId: 'plain', number: 'F-1' });
  await putCase(world.db, { invoiceId: 'evil', debtorId: 'cus_evil' });
  const payment = { type: 'payment', id: 'p1', amountCents: 20_000, on: '2026-11-10', at, actor: 'bank' } as const;
  const promise = { type: 'promise', amountCents: 30_000, on: '2026-12-30', at, actor: 'key:1' } as const;
  await putCase(world.db, { invoiceId: 'told', facts: [payment, promise] });
  await putCase(world.db, { invoiceId: 'far' });
});
afterAll(() => world.close());

async function preview(invoiceId: string, template: string, query = ''): Promise<{ status: number; body: Preview }> {
  const { status, body } = await world.call('GET', `/cases/invoice%3Ac1%3A${invoiceId}/preview/${template}${query}`, key);
  return { status, body: body as unknown as Preview };
}

/** Spaces as one kind. */
const plain = (text: string) => text.replace(/\s+/g, ' ');

describe('a preview for a case', () => {
  const invented: Partial<Record<TemplateId, string[]>> = {
    'payment-thanks': ['payment'],
    'partial-payment-thanks': ['payment'],
    'credit-notice': ['credit'],
    'dispute-receipt': ['dispute'],
    'promise-confirmation': ['promise'],
    'payment-announcement': ['announced'],
    'instalment-agreement': ['instalments', 'agreement'],
    'missed-instalment': ['instalments', 'agreement', 'missed'],
    answer: ['answer'],
  };
  test.each(templateIds)('%s: the case’s own names and figures; what it never had is said to be invented', async (template) => {
    const { status, body } = await preview('plain', template);
    expect(status).toBe(200);
    expect(body.invented).toEqual(invented[template] ?? []);
    expect(body.email.text).toContain(creditorDocument.name);
    expect(body.email.html).toContain('<html lang="fr">');
    if (template !== 'missed-instalment' && template !== 'instalment-agreement') expect(body.email.text).toContain('F-1');
    expect(body.letter).toMatchObject({ html: expect.stringContaining('MENUISERIE AUBERT SARL') });
  });

  test('the formal notice asks for the claim of the day, as the letter that would be posted', async () => {
    const { body } = await preview('plain', 'formal-notice');
    const claim = 'refused' in body.letter ? body.letter.refused : plain(body.letter.text);
    expect(claim).toContain('Décompte arrêté au 20 décembre 2026');
    expect(claim).toContain('40,00 €');
    expect(body.sms).toMatchObject({ refused: expect.stringContaining('has no sms') });
  });

  test('what the case was told is what is shown', async () => {
    expect(plain((await preview('told', 'partial-payment-thanks')).body.email.text)).toContain(
      'règlement de 200,00 € le 10 novembre 2026',
    );
    expect(plain((await preview('told', 'promise-confirmation')).body.email.text)).toContain(
      '300,00 € au plus tard le 30 décembre 2026',
    );
    expect((await preview('told', 'promise-confirmation')).body.invented).toEqual([]);
  });

  test('the tone that is asked for, else that of the plan', async () => {
    expect((await preview('plain', 'reminder')).body.email.subject).toContain('Petit rappel');
    expect((await preview('plain', 'reminder', '?tone=last')).body.email.subject).toContain('Dernier rappel');
  });

  test('a debtor’s name with HTML and Liquid in it stays a name', async () => {
    const { body } = await preview('evil', 'formal-notice');
    for (const html of [body.email.html, 'refused' in body.letter ? '' : body.letter.html]) {
      expect(html).not.toMatch(/<script|\{\{ ?creditor/);
      expect(html.length).toBeGreaterThan(1000);
    }
  });

  test.each([
    ['plain', 'x', '', 400, 'template'],
    ['plain', 'reminder', '?tone=loud', 400, '$.tone'],
    ['zz', 'reminder', '', 404, undefined],
  ])('%s/%s%s: %d', async (invoiceId, template, query, status, path) => {
    const answer = await world.call('GET', `/cases/invoice%3Ac1%3A${invoiceId}/preview/${template}${query}`, key);
    expect({ status: answer.status, path: answer.body.errors?.[0]?.path }).toEqual({ status, path });
  });

  test('a semester whose rates nobody entered: said, and nothing asked for', async () => {
    world.clock = () => Date.parse('2031-02-01T09:00:00+01:00');
    expect((await preview('far', 'formal-notice')).status).toBe(409);
    expect((await preview('far', 'reminder')).status).toBe(200);
  });
});
