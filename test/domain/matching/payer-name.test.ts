import { describe, expect, it } from 'vitest';
import { isNamedIn, isNearPayer, isSamePayer, nameInLabel, payerName } from '../../../domain/matching/payer-name.ts';

describe('the same payer', () => {
  it.each([
    ['MENUISERIE AUBERT', 'Menuiserie Aubert SARL'],
    ['S.A.R.L. MENUISERIE AUBERT', 'Menuiserie Aubert'],
    ['AUBERT MENUISERIE', 'Menuiserie Aubert SAS'],
    ['SOCIETE ELAGAGE LEFEVRE', 'Élagage Lefèvre'],
    ['OEUVRARD & CIE', 'Œuvrard et Cie'],
    ['M OU MME DUPONT JEAN', 'Jean Dupont'],
    ['J. DUPONT', 'Jean Dupont'],
    ['Jean Dupont', 'J Dupont'],
    ['COMPAGNIE DES TRANSPORTS ALP', 'Compagnie des Transports Alpins du Nord'],
    ['LA SOCIETE', 'La Société'],
  ])('%s is %s', (payer, debtor) => {
    expect(isSamePayer(payerName(payer), payerName(debtor))).toBe(true);
  });

  it.each([
    ['GARAGE MARTIN', 'Garage Martineau'],
    ['GARAGE MARTIN LYON', 'Garage Martin'],
    ['J D', 'Jean Dupont'],
    ['P DUPONT', 'Jean Dupont'],
    ['', 'Jean Dupont'],
    ['!!!', '???'],
  ])('%s is not %s', (payer, debtor) => {
    expect(isSamePayer(payerName(payer), payerName(debtor))).toBe(false);
  });
});

describe('a name in a label', () => {
  it.each([
    ['VIR SEPA RECU DE MENUISERIE AUBERT 12/11', 'Menuiserie Aubert SARL', true],
    ['VIREMENT AUBERT', 'Aubert', true],
    ['VIR AUBERT DURAND', 'Aubert', false],
    ['VIR MENUISERIE DURAND AUBERT', 'Menuiserie Aubert', false],
    ['VIREMENT 123', 'Menuiserie Aubert', false],
  ])('%s names %s: %s', (label, debtor, isNamed) => {
    expect(isNamedIn(nameInLabel(label), payerName(debtor))).toBe(isNamed);
  });
});

describe('a near name', () => {
  it.each([
    ['GARAGE MARTIN LYON', 'Garage Martin', true],
    ['MARTIN', 'Garage Martin', true],
    ['GARAGE DURAND', 'Garage Martin', false],
  ])('%s is near %s: %s', (payer, debtor, isNear) => {
    expect(isNearPayer(payerName(payer), payerName(debtor))).toBe(isNear);
  });
});
