import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../domain/party/language.ts';
import { type DebtorKind, debtorKinds, tones } from '../../domain/plan/plan.ts';
import { templateIds } from '../../domain/plan/template-ids.ts';
import { retentions } from '../../domain/retention.ts';
import type { CorrectiveData, InvoiceData, MessageRequest } from '../../templates/data.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { sampleHandoff } from '../../templates/sample-handoff.ts';
import { sampleRequest } from '../../templates/samples.ts';

const templates = loadTemplates();
const every = templateIds.flatMap((template) =>
  debtorKinds.flatMap((kind) => tones.map((tone) => [template, kind, tone] as const)),
);

function plain(text: string): string {
  return text.replace(/[\u00a0\u202f\s]+/g, ' ').replaceAll('’', "'");
}

function changed<R extends MessageRequest>(request: R, data: object): R {
  return { ...request, data: { ...request.data, ...data } };
}

/** The same message about so many invoices, the last of them to come where it is said. */
function about(count: number, request: MessageRequest, toCome = 0): MessageRequest {
  const [first] = request.data.invoices;
  const invoices = Array.from({ length: count }, (_, index) => ({ ...first, number: `N&${index + 1}` })) as InvoiceData[];
  const overdue = invoices.slice(0, count - toCome);
  const asked = { ...request.data.asked, coming: toCome > 0 };
  return changed(request, { invoices, overdue, toCome: invoices.slice(count - toCome), asked });
}

function textsOf(request: MessageRequest): string[] {
  const { subject, text } = templates.email(request);
  return [subject, text, templates.letter(request).text].map(plain);
}

describe('what is never written', () => {
  const faults: [string, RegExp][] = [
    ['a singular before several', /\b(votre|your) [2-9]|[2-9] (facture|invoice)\b/i],
    ['an entity in the place of a mark', /&(amp|lt|gt|quot|nbsp|#\d+);/],
    ['an inclusive day called exclusive', /\bavant le \d/],
    ['another name for the slip of receipt', /accusé/],
    ['a hyphen for a minus', /(^|\s)-\d+[,.]\d\d/],
    ['the sole use of the data', /seul suivi/],
    ['a step of the plan by its id', /reminder-\d|courtesy\b|formal-notice/],
    ['a reader who is a man', /vous (avez|êtes) été mis /],
    ['a day on which a copy may leave later', /ce jour par lettre|Today we send/],
    ['a code in the place of a word', /undefined|null\b|\bP\d+D\b|interest-first/],
  ];
  it.each(every)('%s, %s, %s, of one, two and three invoices', (template, kind, tone) => {
    for (const count of [1, 2, 3])
      for (const text of textsOf(about(count, sampleRequest(template, kind, tone))))
        for (const [name, fault] of faults) expect({ name, found: fault.exec(text)?.[0] }).toEqual({ name, found: undefined });
  });

  it.each(every.filter(([, kind]) => kind === 'public'))(
    '%s, %s, %s: neither an oversight nor instalments',
    (template, kind, tone) => {
      if (template === 'instalment-agreement' || template === 'missed-instalment') return;
      for (const text of textsOf(sampleRequest(template, kind, tone))) expect(text).not.toMatch(/oubli|plusieurs fois/);
    },
  );
});

describe('what every message and letter says', () => {
  it.each(every)('%s, %s, %s: who holds the data, why, how long, for whom, and the rights', (template, kind, tone) => {
    const request = sampleRequest(template, kind, tone);
    const page = plain(templates.email(request).html);
    for (const text of [...textsOf(request).slice(1), page])
      for (const words of ['responsable du traitement', 'intérêt légitime', 'cinq ans', 'dix ans', 'avocat', 'www.cnil.fr'])
        expect(text).toContain(words);
  });

  it('says for how long as long as it is kept', () => {
    const words = { 60: 'cinq ans', 120: 'dix ans' } as const;
    const text = textsOf(sampleRequest('reminder', 'business'))[1] ?? '';
    const { identity, papers, 'court-papers': court, books } = retentions;
    expect(text).toContain(`Vos coordonnées et nos échanges sont conservés ${words[identity.months]} après la clôture`);
    expect(papers.months).toBe(identity.months);
    expect(text).toContain(`(${words[court.months]} pour les échanges en cas de procédure)`);
    expect(text).toContain(`les factures et les écritures, ${words[books.months]} au titre de la comptabilité`);
  });

  it('names who collects for the creditor, the sum and the text of the law, in the first letter and the next', () => {
    const collector = { name: 'Recouvrement & Cie', siren: '900 000 001', address: '1 rue X, Lyon', agreementOn: '3 mars 2026' };
    const first = changed(sampleRequest('reminder', 'consumer'), { collector, previousReminders: [] });
    for (const text of textsOf(first).slice(1))
      for (const words of [
        'Recouvrement & Cie (SIREN 900 000 001, 1 rue X, Lyon) exerce une activité de recouvrement amiable',
        'pour le compte de Dupont & Fils',
        "en vertu d'un mandat du 3 mars 2026",
        'principal de la facture : 1 200,00 €, sans intérêts ni accessoires',
        'Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier',
        "peut demander au juge de l'exécution",
      ])
        expect(text).toContain(words);
    const next = changed(sampleRequest('reminder', 'consumer', 'last'), { collector });
    expect(textsOf(next)[1]).toContain('première lettre du 5 août 2026');
    expect(textsOf(sampleRequest('reminder', 'consumer'))[1]).not.toMatch(/recouvrement amiable|L\. 111-8/);
  });
});

describe('the page of the debtor', () => {
  const smsTemplates = ['courtesy-note', 'reminder', 'missed-instalment', 'promise-confirmation'] as const;
  it.each(smsTemplates)('a text message (%s) leads to what becomes of his data, in two segments at most', (template) => {
    for (const language of LANGUAGES)
      for (const kind of debtorKinds)
        for (const tone of tones) {
          const { text, segments } = templates.sms(sampleRequest(template, kind, tone, language));
          expect(text).toMatch(/(données|donnees|data) ?: https:\/\/\S+$/);
          expect(segments).toBeLessThanOrEqual(2);
        }
  });

  it('is scanned or typed from a letter, where no link can be followed', () => {
    const { html, text } = templates.letter(sampleRequest('formal-notice', 'business'));
    expect(html).toContain('ouvrez <strong>https://');
    expect(html).not.toContain('Voir votre compte');
    expect(text).not.toContain('Voir votre compte');
  });
});

describe('a message that speaks of what was sent before', () => {
  const first = sampleRequest('reminder', 'business', 'firm');
  it('does not where one of its invoices was never written about', () => {
    const joined = changed(about(2, first), { writtenBefore: false, previousReminders: [] });
    expect(textsOf(joined)[1]).toMatch(
      /^.*Sauf erreur de notre part, les factures ci-dessous, dont l'échéance est passée, ne sont pas réglées à ce jour\./s,
    );
    expect(textsOf(joined)[1]).not.toContain('précédent');
    const english = changed(joined, { debtor: { ...joined.data.debtor, language: 'en' } });
    expect(textsOf(english)[1]).not.toContain('previous message');
  });

  it('counts the messages that went before', () => {
    const once = changed(first, { previousReminders: first.data.previousReminders.slice(0, 1) });
    expect(textsOf(once)[1]).toContain('Malgré notre précédent message, la facture');
    const english = changed(first, { debtor: { ...first.data.debtor, language: 'en' } });
    expect(textsOf(english)[1]).toContain('Despite our previous messages, the invoice');
  });

  it('says of which invoices it was, when it was not all of them', () => {
    const sent = { sentOn: '5 août 2026', channel: 'e-mail', title: 'une relance', about: 'facture N&1' };
    const last = changed(about(2, sampleRequest('reminder', 'business', 'last')), { previousReminders: [sent] });
    expect(textsOf(last)[1]).toContain('le 5 août 2026 par e-mail (facture N&1).');
    const notice = changed(about(2, sampleRequest('formal-notice', 'business')), { previousReminders: [sent] });
    expect(plain(templates.letter(notice).text)).toContain('- le 5 août 2026, par e-mail : une relance (facture N&1)');
  });

  it('says wholly paid only of what was paid in part', () => {
    const several = about(2, first);
    expect(textsOf(several)[1]).toContain('ne sont toujours pas réglées');
    const partly = changed(several, { asked: { ...several.data.asked, partlyPaid: true } });
    expect(textsOf(partly)[1]).toContain('ne sont toujours pas entièrement réglées');
  });
});

describe('a table', () => {
  it.each(['formal-notice', 'late-charges', 'instalment-agreement', 'corrective'] as const)(
    'of several invoices adds up (%s)',
    (template) => {
      const totals = { total: '2 400,00 €', paid: '200,00 €', balance: '2 200,00 €' };
      const text = (count: number) =>
        plain(templates.letter(changed(about(count, sampleRequest(template, 'business')), { totals })).text);
      expect(text(2)).toContain('Total | | | 2 400,00 € | 200,00 € | 2 200,00 €');
      expect(text(1)).not.toContain('Total | | | 2 400,00 €');
    },
  );

  it('of interest adds up to the interest that is asked, as soon as there are two periods', () => {
    const total = /Total \| \| \| \| \| \| (12,23|10,26) €/;
    for (const kind of ['business', 'public'] as const) {
      const notice = sampleRequest('formal-notice', kind);
      const claim = 'claim' in notice.data ? notice.data.claim : null;
      const lines = claim?.lines ?? [];
      const twice = changed(notice, { claim: { ...claim, lines: [...lines, ...lines] } });
      expect(plain(templates.letter(twice).text)).toMatch(total);
      expect(plain(templates.letter(notice).text)).not.toMatch(total);
    }
  });
});

describe('who signs, and how far it goes', () => {
  it('names the signatory and his power under a letter', () => {
    const notice = sampleRequest('formal-notice', 'business');
    expect(plain(templates.letter(notice).text)).toContain("Jeanne D'Aubigné, présidente pour Dupont & Fils");
  });

  it.each([
    ['fr', 'Votre contact : '],
    ['en', 'Your contact: '],
  ] as const)('names him under an e-mail too, with whom to ask (%s)', (language, asks) => {
    const { data, ...request } = sampleRequest('reminder', 'business', 'firm', language);
    const under = (signatory: object) =>
      plain(templates.email({ ...request, data: { ...data, signatory } } as MessageRequest).text);
    const { contact, creditor, signatory } = data;
    const asked = `${contact.phone} – ${contact.email}`;
    const said = (text: string) => plain(`${text} ${asked}`);
    expect(under(signatory)).toContain(said(`Jeanne D'Aubigné, présidente ${creditor.name} ${asks}${contact.name},`));
    expect(under({ name: contact.name })).toContain(said(`${contact.name} ${creditor.name}`));
    expect(under({ name: contact.name, capacity: 'gérante' })).toContain(said(`${contact.name}, gérante ${creditor.name}`));
  });

  it('every e-mail ends with it, in the language of its reader', () => {
    for (const template of templateIds)
      for (const [language, asks] of [
        ['fr', 'Votre contact :'],
        ['en', 'Your contact:'],
      ] as const)
        for (const kind of debtorKinds) {
          const text = plain(templates.email(sampleRequest(template, kind, 'last', language)).text);
          expect(text, `${template} ${kind} ${language}`).toContain("Jeanne D'Aubigné, présidente");
          expect(text, `${template} ${kind} ${language}`).toContain(asks);
        }
  });

  it.each(tones)('the %s reminder speaks as its place in the plan asks', (tone) => {
    const said = {
      friendly: 'Sauf erreur de notre part',
      firm: 'Malgré nos précédents messages',
      last: 'le 5 août 2026 par e-mail, le 17 août 2026 par SMS',
    };
    const announces = /nous vous adresserons une mise en demeure/;
    for (const kind of debtorKinds) {
      const text = textsOf(sampleRequest('reminder', kind, tone))[1] ?? '';
      expect(text).toContain(said[tone]);
      expect(announces.test(text)).toBe(tone === 'last');
    }
  });

  it('announces no notice that the plan does not hold', () => {
    const last = changed(sampleRequest('reminder', 'business', 'last'), { noticeFollows: undefined });
    expect(textsOf(last)[1]).not.toContain('mise en demeure');
  });

  it('asks for what is overdue and shows the rest apart', () => {
    const reminder = changed(sampleRequest('reminder', 'business', 'last'), { structuredReference: undefined });
    const [subject, text] = textsOf(about(3, reminder, 2));
    expect(subject).toBe('Dernier rappel : votre facture N&1');
    expect(text).toContain('Total échu | | | 1 200,00 €');
    expect(text).toContain('- N&3, échéance du 31 juillet 2026 : 1 200,00 €');
    expect(text).toContain('Référence à indiquer : N&1 ');
  });

  it('counts in a missed instalment what is missing of the schedule, a part that came or an earlier one', () => {
    const missed = { rank: 2, dueOn: '15 octobre 2026', amount: '400,00 €' };
    const textOf = (more: object) =>
      textsOf(changed(sampleRequest('missed-instalment', 'business'), { missed: { ...missed, ...more } }))[1];
    expect(textOf({})).toContain(
      'soit 400,00 €, prévu le 15 octobre 2026, ne nous est pas parvenu. Nous vous remercions de le régler',
    );
    expect(textOf({ left: '650,00 €' })).toContain(
      "(400,00 €), n'est pas entièrement réglé : d'après l'échéancier, il reste 650,00 € à régler à ce jour. Nous vous remercions de régler cette somme",
    );
  });

  it('is the formal notice of a signed agreement, in both languages, and speaks of no other deadline', () => {
    const missed = {
      rank: 2,
      dueOn: '15 octobre 2026',
      amount: '400,00 €',
      lapseOn: '30 octobre 2026',
      signedOn: '3 septembre 2026',
    };
    const sample = sampleRequest('missed-instalment', 'business');
    const [subject, text] = textsOf(changed(sample, { missed }));
    expect(subject).toBe('Mise en demeure – votre échéancier : versement du 15 octobre 2026');
    expect(text).toContain('de régler ce versement au plus tard le 30 octobre 2026. À défaut');
    expect(text).not.toMatch(/prochains jours|jours après/);
    const english = changed(sample, { missed, debtor: { ...sample.data.debtor, language: 'en' } });
    expect(textsOf(english)[1]).toContain('by 30 octobre 2026 at the latest. Failing that');
  });

  it('says of an invoice that is wholly contested what is contested, not that nothing is left of it', () => {
    const sample = sampleRequest('dispute-receipt', 'business');
    const invoices = sample.data.invoices.map((invoice) => ({ ...invoice, disputed: invoice.balance, asked: '0,00 €' }));
    const text = textsOf(changed(sample, { invoices, asked: { ...sample.data.asked, amountCents: 0, amount: '0,00 €' } }))[1];
    expect(text).toContain('Contesté, non demandé');
    expect(text).not.toContain('Reste à régler');
  });

  it('answers in as many paragraphs as were written', () => {
    const sample = sampleRequest('answer', 'business');
    const { html, text } = templates.email(
      changed(sample, { answer: { text: 'Un.\nDeux.', paragraphs: ['Un.', '# Deux <b>.'] } }),
    );
    expect(text).toContain('Bonjour,\n\nUn.\n\n# Deux <b>.\n\n');
    expect(html).toMatch(
      /<p[^>]*>Un\.<\/p>\s*<p[^>]*># Deux &lt;b&gt;\.<\/p>|<p[^>]*>Un&#46;<\/p>\s*<p[^>]*>&#35; Deux &#60;b&#62;&#46;<\/p>/,
    );
  });

  it('says nothing of an answer that may have come', () => {
    for (const kind of debtorKinds)
      expect(plain(templates.sms(sampleRequest('reminder', kind, 'last')).text)).not.toContain('sans reponse');
  });

  it('says what the sum of a notice holds beside the balance of its copy by e-mail', () => {
    expect(textsOf(sampleRequest('formal-notice', 'business'))[1]).toMatch(
      /soit 1 252,23 € à la date de la lettre : 1 200,00 € de principal, 12,23 € d'intérêts de retard et 40,00 € d'indemnité ; la lettre en donne le détail/,
    );
  });
});

describe('the figures of a letter', () => {
  it('lead from the balance of the table to the principal of the statement, and say how payments were imputed', () => {
    const notice = sampleRequest('formal-notice', 'business');
    const [invoice] = notice.data.invoices;
    const claim = {
      ...('claim' in notice.data ? notice.data.claim : {}),
      balance: '6 000,00 €',
      imputed: '105,32 €',
      principal: '6 105,32 €',
      imputation: 'interest-first',
    };
    const text = plain(
      templates.letter(
        changed(notice, {
          claim,
          invoices: [{ ...invoice, paid: '4 000,00 €', balance: '6 000,00 €' }],
          asked: { ...notice.data.asked, partlyPaid: true },
        }),
      ).text,
    );
    expect(text).toContain('demeure partiellement impayée');
    expect(text).toMatch(
      /Reste dû sur la facture \| 6 000,00 € Règlements imputés d'abord sur les intérêts échus \| \+ 105,32 € Principal restant dû \(toutes taxes comprises\) \| 6 105,32 €/,
    );
    expect(text).toContain('article 1343-1 du code civil');
  });

  it('of a hand-off file lead there too', () => {
    const file = sampleHandoff();
    const kept = { disputed: '200,00 €', conceded: '100,00 €', covered: '50,00 €', imputed: '1,70 €' };
    const { html } = templates.handoffFile({ ...file, claim: { ...file.claim, ...kept } });
    const text = plain(html.replace(/<[^>]+>/g, ' ').replaceAll('&nbsp;', ' '));
    for (const words of [
      'Reste dû sur la facture (partie 2) 1 200,00 €',
      'Contesté par le débiteur, non demandé − 200,00 €',
      "Somme en attente d'un avoir − 100,00 €",
      'Couvert par un crédit du débiteur, non demandé − 50,00 €',
      "imputés d'abord sur les intérêts échus + 1,70 €",
    ])
      expect(text).toContain(words);
    expect(templates.handoffFile(file).html).not.toContain('(partie 2)');
  });

  it.each(debtorKinds)('one deadline to a %s: so many days from receipt, no second date', (kind) => {
    const text = plain(templates.letter(sampleRequest('formal-notice', kind)).text);
    expect(text).toContain('délai de 8 jours à compter de la réception de cette lettre');
    expect(text).not.toMatch(/au plus tard le|septembre 2026/);
  });

  it('what the delay added is asked with its articles, and of a consumer nothing but legal interest', () => {
    const words: { readonly [K in DebtorKind]: readonly string[] } = {
      business: ['Pénalités de retard | 12,23 €', '(40 € par facture) | 40,00 €', 'L. 441-10, II et D. 441-5'],
      public: ['Intérêts moratoires | 10,26 €', 'L. 2192-13 et D. 2192-35'],
      consumer: ['Intérêts au taux légal | 2,71 €', '1231-6 et 1344-1'],
    };
    for (const kind of debtorKinds)
      for (const text of textsOf(sampleRequest('late-charges', kind)).slice(1))
        for (const each of words[kind]) expect(text).toContain(each);
  });
});

describe('the agreement on instalments', () => {
  const sample = sampleRequest('instalment-agreement', 'business');
  const letterOf = (more: object) => plain(templates.letter(changed(sample, more)).text);
  const { agreement, debtor } = { ...sample.data, agreement: 'agreement' in sample.data ? sample.data.agreement : {} };

  it.each([
    ['due', {}, 'restent dues en sus'],
    ['waived-if-kept', {}, 'renonce aux sommes que la loi attache'],
    ['scheduled', { charges: '52,23 €' }, 'dont 52,23 € au titre du retard de paiement, montant arrêté au 28 août 2026'],
    ['scheduled', { charges: '52,23 €' }, 'ne demandera rien de plus à ce titre'],
  ])('says what becomes of late charges: %s', (lateCharges, more, said) => {
    const text = letterOf({ agreement: { ...agreement, lateCharges, ...more } });
    expect(text).toContain(said);
    expect(text).toContain("n'emporte pas novation");
  });

  it.each([
    [undefined, 'Signature : |', '1376'],
    ['required', 'de la main du signataire (article 1376 du code civil), et signature', 'commerçant'],
    ['ask', "(article 1376 du code civil, sauf s'il est commerçant), et signature", '| Signature : | Signature'],
  ])('asks for the sum by hand by the quality of the debtor: %s', (handwrittenSum, said, unsaid) => {
    const text = letterOf({ debtor: { ...debtor, handwrittenSum } });
    expect(text).toContain(said);
    expect(text).not.toContain(unsaid);
  });
});

describe('a message that goes by paper', () => {
  it.each(templateIds)('%s asks nobody to answer a message', (template) => {
    for (const kind of debtorKinds)
      expect(plain(templates.letter(sampleRequest(template, kind)).text)).not.toContain('Répondez simplement à ce message');
  });

  it('says to whom a formal notice went without saying of which sex he is', () => {
    expect(textsOf(sampleRequest('corrective', 'consumer'))[1]).toContain(
      'Une mise en demeure de payer la facture F&B-2026/0412 vous a été adressée le 30 août 2026. Depuis, nous avons reçu',
    );
  });

  it('has a person sign an agreement by his name alone, and gives him the days that the program gives him', () => {
    const text = plain(templates.letter(sampleRequest('instalment-agreement', 'consumer')).text);
    expect(text).toContain("Jeanne D'Aubigné, présidente | Nom :");
    expect(text).toContain('dans un délai de 30 jours');
    const company = plain(templates.letter(sampleRequest('instalment-agreement', 'business')).text);
    expect(company).toContain('Nom, qualité et pouvoir :');
  });
});

describe('a receipt', () => {
  const thanks = sampleRequest('payment-thanks', 'business');
  const payment = { amount: '1 200,00 €', receivedOn: '28 août 2026' };
  const ended = { notices: [], charges: [], owed: false };
  const asked = (owed: boolean) => ({ ended: { ...ended, charges: ['3 septembre 2026'], owed } });
  const notified = { ended: { ...ended, notices: ['2 septembre 2026', '9 septembre 2026'] } };
  it.each([
    [{ reserved: true }, /ne vaut pas renonciation/],
    [{ reserved: false }, /^((?!renonciation|entièrement).)*$/],
    [{ reserved: false, ...asked(true) }, /Reste à régler ce que nous vous avons demandé le 3 septembre 2026 au titre du retard/],
    [
      { reserved: false, ...asked(false) },
      /Il règle aussi ce que nous vous avons demandé le 3 septembre 2026.*plus rien de vous/,
    ],
    [{ reserved: true, ...asked(false) }, /demandé le 3 septembre 2026 au titre du retard de paiement\. Ce règlement est arrivé/],
    [
      { reserved: true, ...notified },
      /du 2 septembre 2026 est désormais sans objet pour le principal\. La mise en demeure du 9 septembre 2026 est/,
    ],
    [{ scheduled: '42,00 €' }, /comprend encore 42,00 € au titre du retard/],
    [{ credit: '1 000,00 €' }, /dépasse de 1 000,00 € .*remboursement/],
    [{ letGo: '0,01 €' }, /ne vous demanderons pas le petit reste de 0,01 €/],
  ])('%j', (more, words) => {
    expect(textsOf(changed(thanks, { ...more, payment: { ...payment, ...more } }))[1]).toMatch(words);
  });
});

describe('a formal notice that later facts correct', () => {
  const on = '2 septembre 2026';
  it.each([
    [
      { credit: { cancelled: false, number: 'AV&C-1', amount: '500,00 €', on } },
      'un avoir AV&C-1 de 500,00 € a été établi le 2 septembre 2026',
    ],
    [{ payment: { amount: '500,00 €', receivedOn: on } }, 'nous avons reçu votre règlement de 500,00 € le 2 septembre 2026'],
  ])('%j', (fact, words) => {
    const { payment: _payment, ...data } = sampleRequest('corrective', 'business').data as CorrectiveData;
    for (const text of textsOf({ template: 'corrective', data: { ...data, ...fact } }).slice(1)) {
      expect(text).toContain(words);
      expect(text).toContain(
        'Il reste 700,00 € à régler sur cette facture, sans compter les sommes que la loi attache au retard',
      );
    }
  });

  it('asks nothing where a hold keeps it from being asked', () => {
    const request = sampleRequest('corrective', 'business');
    const held = changed(request, { asked: { ...request.data.asked, demanded: false } });
    for (const text of textsOf(held).slice(1)) expect(text).not.toMatch(/ramenée|IBAN/);
  });
});

describe('a message that asks nothing, for what is left is contested', () => {
  const left = { total: '1 200,00 €', paid: '1 000,00 €', balance: '200,00 €' };
  const of = (template: 'partial-payment-thanks' | 'corrective', totals: object, more: object = {}) => {
    const sample = sampleRequest(template, 'business');
    const asked = { ...sample.data.asked, amountCents: 0, amount: '0,00 €', demanded: false };
    const notice = { sentOn: '2 septembre 2026' };
    return changed(sample, { asked, totals: { ...left, ...totals }, ...(template === 'corrective' ? { notice } : {}), ...more });
  };

  it.each([
    [{ disputed: '200,00 €' }, "La somme contestée, 200,00 €, n'est pas demandée tant que nous examinons votre contestation"],
    [{ conceded: '200,00 €' }, 'Une somme de 200,00 € attend un avoir'],
    [{ covered: '200,00 €' }, 'Votre crédit chez nous couvre le reste, 200,00 €'],
  ])('says why: %j', (totals, words) => {
    for (const template of ['partial-payment-thanks', 'corrective'] as const) {
      const text = textsOf(of(template, totals))[1];
      expect(text).toContain(`Plus rien ne vous est demandé à ce jour pour cette facture. ${words}`);
      expect(text).not.toMatch(/0,00 € à régler|Reste à régler|sans objet/);
    }
  });

  it('gives up neither the disputed sum nor the late charges, and a notice only once nothing is left', () => {
    const disputed = textsOf(of('corrective', { disputed: '200,00 €' }, { reserved: true }))[1];
    expect(disputed).toContain('la mise en demeure garde son effet');
    expect(disputed).toContain('ne vaut pas renonciation à ce que la loi attache');
    expect(textsOf(of('corrective', {}, { reserved: true }))[1]).toContain(
      'cette mise en demeure est sans objet pour le principal. Ce message ne vaut pas renonciation',
    );
    expect(textsOf(of('corrective', {}))[1]).toMatch(/est sans objet\. (?!Ce message)/);
  });
});

describe('the mediator of a consumer', () => {
  const named = "Médiation de l'Artisanat & du Négoce, 12 rue des Accords";
  it.each(['dispute-receipt', 'formal-notice', 'late-charges'] as const)('is named to a consumer alone (%s)', (template) => {
    for (const language of LANGUAGES) {
      expect(plain(templates.email(sampleRequest(template, 'consumer', 'last', language)).text)).toContain(named);
      expect(plain(templates.email(sampleRequest(template, 'business', 'last', language)).text)).not.toContain(named);
    }
  });
});

describe('English', () => {
  const french = /\b(votre|vos|nous|facture|règlement|montant|échéance|le|de la|pour)\b/i;
  it.each(every)('%s, %s, %s: nothing French but names and the law', (template, kind, tone) => {
    const request = sampleRequest(template, kind, tone, 'en');
    const { subject, text, html } = templates.email({ ...request, data: { ...request.data, enclosures: [] } } as MessageRequest);
    const body = plain(text).slice(0, plain(text).indexOf('-- '));
    const names = [request.data.creditor.name, request.data.creditor.mediator ?? ''].map(plain);
    expect(names.reduce((words, name) => words.replaceAll(name, ''), `${subject} ${body}`)).not.toMatch(french);
    expect(body).not.toMatch(/\d,\d\d €/);
    expect(html).toContain('<html lang="en">');
    expect(plain(text)).toContain('is the controller of your contact details');
    for (const fault of [/undefined|\[object|\{\{|\*\*/, /[\u00a0\u202f][:;?!]/]) expect(text).not.toMatch(fault);
  });

  it('prints days and amounts in English, and the letter in French', () => {
    const request = sampleRequest('reminder', 'business', 'firm', 'en');
    const { text } = templates.email(request);
    for (const words of ['€1,200.00', '31 July 2026', 'by 7 September 2026 at the latest']) expect(text).toContain(words);
    expect(templates.sms(request).text).toContain('€1,200.00 incl. VAT');
    expect(templates.sms(request)).toMatchObject({ encoding: 'GSM-7' });
  });

  it.each(['courtesy-note', 'reminder', 'missed-instalment', 'promise-confirmation'] as const)(
    '%s: two segments at most',
    (template) => {
      for (const kind of debtorKinds)
        for (const tone of tones) {
          const { encoding, segments, text } = templates.sms(sampleRequest(template, kind, tone, 'en'));
          expect({ encoding, short: segments <= 2 }).toEqual({ encoding: 'GSM-7', short: true });
          if (kind === 'consumer') expect(text).not.toMatch(/€|EUR|1.?200|overdue|last reminder/i);
        }
    },
  );
});
