import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../domain/party/language.ts';
import { debtorKinds, tones } from '../../domain/plan/plan.ts';
import { templateIds } from '../../domain/plan/template-ids.ts';
import type { MessageRequest } from '../../templates/data.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { sampleHandoff } from '../../templates/sample-handoff.ts';
import { sampleRequest } from '../../templates/samples.ts';

const templates = loadTemplates();
const every = templateIds.flatMap((template) =>
  debtorKinds.flatMap((kind) => tones.map((tone) => [template, kind, tone] as const)),
);

/** Spaces as one kind, to compare words. */
function plain(text: string): string {
  return text.replace(/[\u00a0\u202f\s]+/g, ' ').replaceAll('’', "'");
}

function wordsOf(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return plain(
    body
      .replace(/<[^>]+>/g, ' ')
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  );
}

function changed<R extends MessageRequest>(request: R, data: object): R {
  return { ...request, data: { ...request.data, ...data } };
}

describe('every template, debtor kind and tone', () => {
  it.each(every)('%s, %s, %s: as e-mail and as letter', (template, kind, tone) => {
    const request = sampleRequest(template, kind, tone);
    const email = templates.email(request);
    const letter = templates.letter(request);
    for (const words of [plain(email.text), wordsOf(email.html), plain(letter.text), wordsOf(letter.html)]) {
      expect(words).not.toMatch(/undefined|\[object|\{\{|\{%|&#\d+;|\*\*/);
      expect(words).not.toMatch(/&amp;|&quot;/);
      expect(words).toContain(plain(request.data.creditor.name));
    }
    expect(plain(email.text)).toMatch(
      template === 'missed-instalment' || template === 'instalment-agreement' ? /400,00 €/ : /F&B-2026\/0412/,
    );
    expect(email.subject).not.toMatch(/€|\n/);
    expect(email.subject.length).toBeLessThan(90);
    expect(email.html).toMatch(/^<!doctype html>\n<html lang="fr">/);
    expect(letter.html).toContain(`<title>${letter.title.replaceAll('&', '&amp;').replaceAll("'", '&#39;')}</title>`);
  });

  it.each(every.filter(([, kind]) => kind === 'consumer'))(
    '%s, %s, %s: speaks of nothing that only professionals owe',
    (template, kind, tone) => {
      const request = sampleRequest(template, kind, tone);
      for (const { text } of [templates.email(request), templates.letter(request)]) {
        expect(plain(text)).not.toMatch(/L\. ?441-10|D\. ?441-5|pénalités|indemnité|\b40 €/i);
      }
    },
  );

  it.each(every.filter(([, kind]) => kind !== 'consumer'))(
    '%s, %s, %s: announces no legal interest beside the penalties',
    (template, kind, tone) => {
      expect(plain(templates.letter(sampleRequest(template, kind, tone)).text)).not.toMatch(
        /taux légal|intérêt légal|1231-6|1344-1/i,
      );
    },
  );
});

describe('the page of the debtor', () => {
  const debtorPageUrl = 'https://e.example/d/abc';

  it.each(LANGUAGES.flatMap((language) => every.map(([template, kind, tone]) => [language, template, kind, tone] as const)))(
    'is in an e-mail in %s: %s, %s, %s',
    (language, template, kind, tone) => {
      const request = sampleRequest(template, kind, tone);
      const { text, html } = templates.email(changed(request, { debtorPageUrl, debtor: { ...request.data.debtor, language } }));
      expect(text).toContain(debtorPageUrl);
      expect(html).toContain(`href="${debtorPageUrl}"`);
    },
  );
});

describe('a request to pay', () => {
  it.each(tones)('says what, how much, when, how and whom to ask (%s)', (tone) => {
    const request = changed(sampleRequest('reminder', 'business', tone), { debtorPageUrl: 'https://pay.example/p?a=1&b=2' });
    const { text, html } = templates.email(request);
    for (const words of [
      'F&B-2026/0412',
      '1 200,00 €',
      '31 juillet 2026',
      '7 septembre 2026',
      'FR76 3000 6000',
      'RF31FB20260412',
      '04 74 00 00 12',
      'TTC',
    ]) {
      expect(plain(text)).toContain(words);
      expect(wordsOf(html)).toContain(words);
    }
    expect(text).toContain('https://pay.example/p?a=1&b=2');
    expect(html).toContain(
      '<a href="https://pay.example/p?a=1&#38;b=2">Voir votre compte, payer, proposer une date ou nous répondre</a>',
    );
  });

  it('has a wording for an invoice that is not due yet', () => {
    const request = sampleRequest('courtesy-note', 'consumer');
    const early = changed(request, { asked: { ...request.data.asked, overdue: false } });
    expect(plain(templates.email(early).text)).toContain('arrive à échéance le 31 juillet 2026');
    expect(plain(templates.email(request).text)).toContain('échue depuis le 31 juillet 2026');
  });

  it('gathers several invoices in one message with their sum', () => {
    const request = sampleRequest('reminder', 'business', 'firm');
    const [invoice] = request.data.invoices;
    const invoices = [invoice, { ...invoice, number: 'F2026-0433', asked: '300,00 €' }];
    const two = changed(request, {
      invoices,
      overdue: invoices,
      asked: { ...request.data.asked, amount: '1 500,00 €', amountCents: 150_000 },
    });
    const { subject, text } = templates.email(two);
    expect(subject).toBe('Rappel\u00a0: vos 2 factures');
    expect(text).toContain('F2026-0433 | 31 juillet 2026');
    expect(text).toContain('1 500,00 €');
  });

  it.each(['formal-notice', 'instalment-agreement', 'reminder'] as const)(
    'speaks of an enclosure only when there is one (%s)',
    (template) => {
      const request = sampleRequest(template, 'business');
      const without = templates.email(changed(request, { enclosures: [] }));
      expect(plain(without.text)).not.toMatch(/joint/);
      expect(plain(templates.email(changed(request, { enclosures: ['Document'] })).text)).toMatch(/joint/);
    },
  );

  it('shows the demonstration line in every form', () => {
    const request = changed(sampleRequest('reminder', 'business', 'firm'), {
      demonstration: 'DÉMONSTRATION : délais en secondes',
    });
    const shown = [
      templates.email(request).text,
      templates.email(request).html,
      templates.letter(request).html,
      templates.sms(request).text,
    ];
    for (const text of shown) expect(text).toContain('DÉMONSTRATION');
  });
});

describe('the formal notice', () => {
  const business = [
    'Mise en demeure de payer',
    'Lettre recommandée avec avis de réception',
    'SAS au capital de 10 000 €',
    'SIREN 901 234 568',
    'RCS Villefranche-Tarare',
    'L ATELIER D AUBERTIN & CIE SARL',
    '69003 LYON',
    'F&B-2026/0412',
    '1er juillet 2026',
    '1 200,00 €',
    '01/08/2026',
    '30/08/2026',
    '12,40 %',
    '12,23 €',
    '40,00 €',
    '1 252,23 €',
    'L. 441-10',
    'D. 441-5',
    '8 jours à compter de la réception',
    'FR76 3000 6000',
    '5 août 2026',
    'juridiction compétente',
    'Facture F&B-2026/0412',
    'nous vous mettons en demeure',
  ];
  const checklists = {
    business,
    public: [
      'Intérêts moratoires',
      '10,40 %',
      '10,26 €',
      '40,00 €',
      '1 250,26 €',
      'code de la commande publique',
      'MAIRIE SERVICE DES FINANCES',
    ],
    consumer: [
      '1 200,00 €',
      '1231-6 et 1344-1 du code civil',
      'taux légal',
      'Aucun autre frais',
      '38000 GRENOBLE',
      'médiateur de la consommation',
      "Médiation de l'Artisanat & du Négoce",
    ],
  } as const;

  it.each(debtorKinds)('holds all that a notice to a %s needs, in print and as text', (kind) => {
    const { html, text } = templates.letter(sampleRequest('formal-notice', kind));
    for (const words of checklists[kind]) {
      expect(wordsOf(html)).toContain(words);
      if (words !== 'Facture F&B-2026/0412') expect(plain(text)).toContain(words);
    }
  });

  it('adds up', () => {
    for (const kind of ['business', 'public'] as const) {
      const request = sampleRequest('formal-notice', kind);
      const [, sheet = ''] = plain(templates.letter(request).text).split(/Décompte arrêté au/);
      const printed = (label: string) =>
        Number(new RegExp(`${label}[^|]*\\| ([\\d ]+,\\d\\d) €`).exec(sheet)?.[1]?.replaceAll(/[ ,]/g, ''));
      const parts = ['Principal', kind === 'public' ? 'Intérêts moratoires' : 'Pénalités', 'Indemnité'].map(printed);
      expect(parts.reduce((sum, part) => sum + part)).toBe(printed('Total'));
      expect(printed('Total')).toBe(request.data.asked.amountCents);
    }
  });

  it('carries a payment code, which an agreement paid in several dates does not', () => {
    expect(templates.letter(sampleRequest('formal-notice', 'business')).html).toContain('Pour préparer votre virement');
    expect(templates.letter(sampleRequest('instalment-agreement', 'business')).html).not.toContain(
      'Pour préparer votre virement',
    );
  });

  it('refuses an address that no window envelope holds, with its path', () => {
    const request = sampleRequest('formal-notice', 'business');
    const debtor = { ...request.data.debtor, addressLines: ['1', '2', '3', '4', '5', '69003 LYON'] };
    expect(() => templates.letter(changed(request, { debtor }))).toThrow('debtor.address: got 7 lines');
  });
});

describe('an SMS', () => {
  const withSms = ['courtesy-note', 'reminder', 'missed-instalment', 'promise-confirmation'] as const;

  it.each(every.filter(([template]) => withSms.some((known) => known === template)))(
    '%s, %s, %s: stays in the GSM alphabet, two segments, with a way to answer',
    (template, kind, tone) => {
      const { text, encoding, segments } = templates.sms(sampleRequest(template, kind, tone));
      expect({ encoding, short: segments <= 2 }).toEqual({ encoding: 'GSM-7', short: true });
      expect(text).toContain('04 74 00 00 12');
      expect(text).toContain('compta@atelier-lumen.example');
    },
  );

  it('names the sum to a business and never to a consumer', () => {
    expect(templates.sms(sampleRequest('reminder', 'business')).text).toContain('1 200,00 € TTC');
    for (const tone of tones) {
      expect(templates.sms(sampleRequest('reminder', 'business', tone)).text).toContain('1 200,00 € TTC');
      expect(templates.sms(sampleRequest('reminder', 'consumer', tone)).text).not.toMatch(
        /€|EUR|1.?200|retard|impay|dernier rappel/i,
      );
    }
  });

  it('refuses a template that has none', () => {
    expect(() => templates.sms(sampleRequest('formal-notice', 'business'))).toThrow('has no sms');
  });
});

describe('names that try to be more than names', () => {
  const attacks = [
    '<script>alert(1)</script>',
    '[payez ici](https://evil.example)',
    '{{ creditor.iban }}{% for i in (1..9) %}',
    '<img src=x onerror=y>',
    '**gras** | # titre',
    'https://evil.example',
    '&#60;b&#62;',
    'a\n\n# Titre\n- point',
  ];

  it.each(attacks)('prints %j as it is', (name) => {
    const request = sampleRequest('reminder', 'business', 'firm');
    const data = { creditor: { ...request.data.creditor, name }, contact: { ...request.data.contact, name }, enclosures: [name] };
    const { html, text } = templates.email(changed(request, data));
    expect(html).not.toMatch(/<script|<img|href="https:\/\/evil|<h1|<strong>gras|<li>point/);
    expect(wordsOf(html)).toContain(plain(name).replaceAll('<', '&lt;').replaceAll('>', '&gt;').slice(0, 3));
    expect(plain(text)).toContain(plain(name));
    expect(templates.letter(changed(request, data)).html).not.toMatch(/<script|<img|href="https:\/\/evil/);
  });

  it('lets a payment link lead nowhere but to the web', () => {
    const { html } = templates.email(changed(sampleRequest('reminder', 'business'), { debtorPageUrl: 'javascript:alert(1)' }));
    expect(html).not.toContain('javascript');
  });

  it.each(attacks)('keeps %j inert in the file for a lawyer', (name) => {
    const sample = sampleHandoff();
    const messages = sample.messages.map((message) => ({ ...message, text: name, subject: name }));
    const { html } = templates.handoffFile({ ...sample, debtor: { ...sample.debtor, name }, messages });
    expect(html).not.toMatch(/<script|<img|href="https/);
  });
});

describe('the file for a lawyer', () => {
  it('prints without notice, payments or messages as well', () => {
    const sample = { ...sampleHandoff(), notices: [] };
    const words = wordsOf(
      templates.handoffFile({
        ...sample,
        messages: [],
        payments: [{ on: '2 août 2026', invoice: 'F-1', label: 'virement', amount: '10,00 €' }],
      }).html,
    );
    for (const sentence of ["Aucune mise en demeure n'a été envoyée", "Aucun message n'a été envoyé", 'virement'])
      expect(words).toContain(sentence);
  });
});

it('refuses at rendering what the data leaves out, and names it', () => {
  const request = sampleRequest('payment-thanks', 'business');
  expect(() => templates.email(changed(request, { payment: { amount: '1 €' } }))).toThrow(
    /email\/payment-thanks.*payment\.receivedOn/,
  );
});
