import { describe, expect, test } from 'vitest';
import { collectorMentions, type Mandate, mandateFaults } from '../../../domain/party/mandate.ts';
import { creditorSchema } from '../../../domain/party/party-schema.ts';
import { signatoryFault, signatoryLines } from '../../../domain/party/signatory.ts';
import { creditor } from '../../support/parties.ts';

const whole = {
  as: 'agency',
  collector: { name: 'Recouvra & Fils', siren: '812345679', address: '1 rue de l’Exemple, 69001 Lyon' },
  agreementOn: '2026-01-05',
  insurance: 'Assurances Exemple, contrat 12',
  dedicatedAccount: 'FR7630006000011234567890189',
  declaredTo: 'procureur de la République de Lyon',
} as const satisfies Mandate;

const without = (field: string): Mandate => Object.fromEntries(Object.entries(whole).filter(([key]) => key !== field)) as Mandate;

describe('a mandate', () => {
  test.each<[string, Mandate | undefined]>([
    ['nobody said', undefined],
    ['in his own name', { as: 'own-name' }],
    ['for another, complete', whole],
    ['by an accounting firm, complete', { ...whole, as: 'accounting-firm' }],
  ])('%s: nothing is missing', (_, mandate) => {
    expect(mandateFaults(mandate === undefined ? {} : { mandate })).toEqual([]);
  });

  test.each([
    ['collector', 'R124-4'],
    ['agreementOn', 'R124-3'],
    ['insurance', 'R124-2'],
    ['dedicatedAccount', 'R124-2'],
    ['declaredTo', 'R124-2'],
  ])('for another without %s: a sentence says what to give', (field, article) => {
    const faults = mandateFaults({ mandate: without(field) });
    expect(faults).toEqual([
      { path: `$.mandate.${field}`, message: expect.stringMatching(new RegExp(`^Indiquez .*${article}`)) },
    ]);
  });

  test('of whom nothing is known everything is asked', () => {
    expect(mandateFaults({ mandate: { as: 'accounting-firm' } })).toHaveLength(5);
  });
});

describe('the mentions of the first letter', () => {
  test('name who recovers, his trade and the creditor, and reproduce both paragraphs', () => {
    const mentions = collectorMentions({ name: 'Atelier Lumen', mandate: whole });
    for (const words of ['Recouvra & Fils', 'recouvrement amiable', 'Atelier Lumen', '1 rue de l’Exemple'])
      expect(mentions?.identity).toContain(words);
    expect(mentions?.reproduced).toEqual([
      expect.stringMatching(/^Les frais de recouvrement entrepris sans titre exécutoire/),
      expect.stringMatching(/^Cependant, le créancier .*débiteur de mauvaise foi\.$/),
    ]);
  });

  test.each<[Mandate | undefined]>([[undefined], [{ as: 'own-name' }], [without('collector')]])('none for %j', (mandate) => {
    expect(collectorMentions({ name: 'A', ...(mandate === undefined ? {} : { mandate }) })).toBeNull();
  });
});

describe('the creditor’s document', () => {
  const document = (change: object) => creditorSchema.parse({ ...creditor, ...change });

  test('holds what the rules read', () => {
    expect(mandateFaults(document({}))).toEqual([]);
    expect(mandateFaults(document({ mandate: whole }))).toEqual([]);
    expect(mandateFaults(document({ mandate: { as: 'agency' } }))).toHaveLength(5);
    expect(collectorMentions(document({ mandate: whole }))?.identity).toContain('Atelier Lumen');
  });

  test('names the signatory of a notice and his power, or is asked for him', () => {
    const signatory = { name: 'Anne Roy', capacity: 'directrice financière' };
    const { signatory: _, ...nobody } = creditor;
    const unsigned = (change: object) => creditorSchema.parse({ ...nobody, ...change });
    expect(signatoryFault(unsigned({}))).toEqual({ path: '$.signatory', message: expect.stringMatching(/^Indiquez qui signe/) });
    expect(signatoryFault(unsigned({ kind: 'individual' }))).toBeNull();
    expect(signatoryFault(document({ signatory }))).toBeNull();
    expect(signatoryLines(signatory)).toEqual(['Anne Roy', 'directrice financière']);
    expect(signatoryLines({ ...signatory, power: 'délégation du 3 mars 2026' })).toEqual([
      'Anne Roy',
      'directrice financière, délégation du 3 mars 2026',
    ]);
  });
});
