import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemplateId, templateIds } from '../../domain/plan/template-ids.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { forbiddenWordings } from '../../templates/rendering/legal-lint.ts';
import { sampleRequest } from '../../templates/samples.ts';
import { itemVariables, templateVariables } from '../../templates/variables.ts';

const shipped = fileURLToPath(new URL('../../templates', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exigible-templates-'));
  for (const kind of ['email', 'letter', 'sms', 'partials', 'layouts'])
    cpSync(join(shipped, kind), join(folder, kind), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what is refused at load, with the file', () => {
  const heading = 'Objet : Essai\n\n';
  const faults: [string, string, string, RegExp][] = [
    [
      'an unknown variable',
      'email/reminder.firm.md.liquid',
      `${heading}{{ debtor.nickname }}`,
      /email\/reminder\.firm.*debtor\.nickname/,
    ],
    ['a variable of another template', 'email/reminder.firm.md.liquid', `${heading}{{ payment.amount }}`, /payment\.amount/],
    [
      'an unknown field of a list',
      'email/reminder.firm.md.liquid',
      `${heading}{% for invoice in invoices %}{{ invoice.colour }}{% endfor %}`,
      /invoice\.colour/,
    ],
    ['an item used outside its loop', 'email/reminder.firm.md.liquid', `${heading}{{ invoice.number }}`, /invoice\.number/],
    ['an unknown field by index', 'email/reminder.firm.md.liquid', `${heading}{{ invoices[0].colour }}`, /invoices\[\]\.colour/],
    ['an unknown variable in a shared passage', 'partials/question.md.liquid', '{{ debtor.nickname }}', /debtor\.nickname/],
    ['an unknown variable in the subject', 'email/reminder.firm.md.liquid', 'Objet : {{ nothing }}\n\nBonjour', /nothing/],
    ['a missing subject', 'email/reminder.firm.md.liquid', 'Bonjour\n\nMonsieur', /Objet : …/],
    ['a broken tag', 'email/reminder.firm.md.liquid', `${heading}{% if asked.overdue %}`, /reminder\.firm/],
    ['an unknown filter', 'email/reminder.firm.md.liquid', `${heading}{{ debtor.name | shout }}`, /shout/],
    ['an unknown template name', 'email/remindr.md.liquid', `${heading}Bonjour`, /email\/remindr/],
    ['an unknown kind in a name', 'email/reminder.alien.md.liquid', `${heading}Bonjour`, /reminder\.alien/],
    ['the 40 EUR to consumers', 'letter/formal-notice.consumer.md.liquid', `${heading}Une indemnité de 40 € est due.`, /40/],
    ['L441-10 to consumers', 'email/reminder.last.md.liquid', `${heading}article L. 441-10`, /L441-10/],
    [
      'legal interest to businesses',
      'letter/formal-notice.business.md.liquid',
      `${heading}Les intérêts au taux légal courent.`,
      /legal interest/,
    ],
    ['words of a bailiff', 'email/reminder.last.md.liquid', `${heading}Commandement de payer`, /bailiff/],
    ['an SMS letter outside GSM', 'sms/reminder.txt.liquid', 'Règlement à vérifier, merci de votre intérêt', /« ê »/],
    ['an amount in an SMS to consumers', 'sms/reminder.txt.liquid', 'Merci de payer {{ asked.amount }}', /no amount/],
  ];
  it.each(faults)('%s', (_name, file, text, message) => {
    writeFileSync(join(folder, file), text);
    expect(() => loadTemplates(folder)).toThrow(message);
  });

  it('a template nobody wrote', () => {
    rmSync(join(folder, 'email/dispute-receipt.md.liquid'));
    expect(() => loadTemplates(folder)).toThrow('no file for dispute-receipt, tone friendly, debtor business');
  });

  it('nothing of what is shipped', () => {
    expect(() => loadTemplates(folder)).not.toThrow();
  });

  it('every fault at once, not the first alone', () => {
    writeFileSync(join(folder, 'email/reminder.firm.md.liquid'), 'Objet : x\n\n{{ one }} {{ two }}');
    expect(() => loadTemplates(folder)).toThrow(/« one ».*« two »/s);
  });
});

describe('a loop that never ends', () => {
  const loops: [string, string][] = [
    ['a long range', '{% for i in (1..900000000) %}a{% endfor %}'],
    ['loops within loops', '{% for i in (1..9000) %}{% for j in (1..9000) %}{{ debtor.name }}{% endfor %}{% endfor %}'],
  ];
  it.each(loops)('%s is stopped', (_name, loop) => {
    writeFileSync(join(folder, 'email/reminder.firm.md.liquid'), `Objet : x\n\n${loop}`);
    const templates = loadTemplates(folder);
    expect(() => templates.email(sampleRequest('reminder', 'business', 'firm'))).toThrow(/reminder\.firm.*limit exceeded/);
  });
});

describe('the list of variables', () => {
  it.each(templateIds)('%s: every one has a value in the sample, or is optional by its type', (template: TemplateId) => {
    const optional = new Set([
      'creditor.capital',
      'creditor.rcs',
      'collector.name',
      'collector.siren',
      'collector.address',
      'collector.agreementOn',
      'claim.imputed',
      'claim.disputed',
      'claim.conceded',
      'claim.covered',
      'totals.disputed',
      'totals.conceded',
      'totals.covered',
      'reserved',
      'returned.amount',
      'returned.receivedOn',
      'claim.imputation',
      'payment.interestFirst',
      'payment.charges',
      'payment.credit',
      'payment.letGo',
      'payment.scheduled',
      'notice.sentOn',
      'charges.askedOn',
      'creditor.bankName',
      'debtor.siren',
      'payBy',
      'structuredReference',
      'debtorPageUrl',
      'demonstration',
      'claim.indemnity',
      'credit.number',
      ...(template === 'corrective' ? ['credit.cancelled', 'credit.amount', 'credit.on'] : []),
      'dispute.amount',
      'agreement.lapseAfterDays',
      'agreement.lateCharges',
      'agreement.charges',
      'debtor.handwrittenSum',
      'missed.left',
      'missed.lapseOn',
      'missed.signedOn',
      'creditHeld',
      'totals.paid',
    ]);
    const { data } = sampleRequest(template, 'business');
    const missing = templateVariables[template].filter((path) => valueAt(data, path) === undefined && !optional.has(path));
    expect(missing).toEqual([]);
  });

  it('knows every field of the lists that the samples hold', () => {
    const { data } = sampleRequest('formal-notice', 'business');
    for (const list of ['invoices', 'claim.lines', 'previousReminders']) {
      const [item] = valueAt(data, list) as object[];
      expect(itemVariables[list]?.fields).toEqual(expect.arrayContaining(Object.keys(item ?? {})));
    }
  });
});

function valueAt(data: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        key === 'size' ? (value as unknown[] | undefined)?.length : (value as Record<string, unknown> | undefined)?.[key],
      data,
    );
}

describe('the wordings that must not ship', () => {
  const cases: [string, 'business' | 'consumer' | 'public', boolean][] = [
    ['acte signifié par huissier', 'business', true],
    ['SOMMATION DE PAYER', 'public', true],
    ['commandement de payer', 'consumer', true],
    ['cette lettre interrompt la prescription', 'business', true],
    ['article L441-6 du code de commerce', 'business', true],
    ['article L. 441-6 du code', 'business', true],
    ['des frais de relance de 15 euros', 'business', true],
    ['des frais de recouvrement', 'consumer', true],
    ['indemnité forfaitaire pour frais de recouvrement (40 €)', 'business', false],
    ['40 € par facture', 'consumer', true],
    ['1 240,00 €', 'consumer', false],
    ['pénalités de retard', 'consumer', true],
    ['pénalités de retard', 'business', false],
    ['intérêts au taux légal', 'consumer', false],
    ['intérêts au taux légal', 'public', true],
    ['saisir la juridiction compétente', 'business', false],
    ['saisie de vos comptes', 'business', true],
    ['la signification de ce mot', 'consumer', true],
    ['frais de lettre recommandée à votre charge', 'business', true],
    ['majorée des frais de recouvrement justifiés', 'business', true],
    ['indemnité forfaitaire pour frais de recouvrement', 'business', false],
    ['conformément à l’article L. 111-8', 'business', true],
    ['au sens de l’article 1344 du Code de procédure civile', 'business', true],
    ['au sens de l’article 1344 du code civil', 'business', false],
    ['pénalités au taux de trois fois l’intérêt légal', 'business', true],
    ['des pénalités courent depuis l’échéance', 'business', true],
    ['les pénalités courent dès le lendemain de l’échéance', 'business', false],
    ['vous êtes officiellement en retard', 'consumer', true],
    ['soit 30,95 € d’acte', 'business', true],
    ['nous déposerons une injonction de payer', 'public', true],
    ['créance certaine, liquide et exigible', 'business', true],
    ['votre dette devient irrécouvrable', 'business', true],
    ['ouverture d’une procédure de recouvrement', 'consumer', true],
  ];
  it.each(cases)('%s (%s): %s', (text, kind, forbidden) => {
    expect(forbiddenWordings(text, [kind], 'x').length > 0).toBe(forbidden);
  });
});
