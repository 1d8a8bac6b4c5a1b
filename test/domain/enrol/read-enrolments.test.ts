import { describe, expect, test } from 'vitest';
import { readEnrolments } from '../../../domain/enrol/read-enrolments.ts';

const today = '2026-11-22';
const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string | Uint8Array, more: object = {}) =>
  readEnrolments(typeof text === 'string' ? utf8(text) : text, { today, ...more });

const head = 'N° facture;Client;Type;Montant TTC;Reste dû;Date facture;Échéance;E-mail;Adresse;CP;Ville';
const row = (change: Readonly<Record<string, string>> = {}) => {
  const cells: Record<string, string> = {
    'N° facture': 'F-1',
    Client: 'Aubert',
    Type: 'entreprise',
    'Montant TTC': '1 200,00',
    Échéance: '31/08/2026',
    ...change,
  };
  return head
    .split(';')
    .map((name) => cells[name] ?? '')
    .join(';');
};
const file = (...rows: string[]) => [head, ...rows].join('\n');

test.each([
  ['une image PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]],
  ['une image JPEG', [0xff, 0xd8, 0xff, 0xe0, 0, 16]],
  ['un PDF', [...utf8('%PDF-1.7')]],
  ['une archive ZIP ou un document bureautique', [...utf8('PK\u0003\u0004')]],
  ['un document bureautique d’un ancien format', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]],
  ['un fichier binaire', [...utf8('N° facture;Client\n'), 0, 1, 2, 3]],
])('%s is no table, whatever it is called', (said, bytes) => {
  expect(read(Uint8Array.from(bytes)).faults).toEqual([
    { path: '', message: `c’est ${said}\u00a0; attendu\u00a0: un tableau en CSV` },
  ]);
});

test('a byte that is no text, in a long table, is an accident', () => {
  expect(
    read(file(...Array.from({ length: 9 }, (_, nth) => row({ 'N° facture': `F-${nth}` })), '\u0000')).enrolments,
  ).toHaveLength(9);
});

describe('what was done before, and what a client is in law', () => {
  const more = 'Forme;Qualité;Nature;Dernière relance;Mise en demeure le;AR le;Litige;Confié à;Confié le';
  const line = (cells: string) => read([`${head};${more}`, `${row()};${cells}`].join('\n'));

  test('is taken over with the invoice', () => {
    const { enrolments, faults, ignored } = line(
      'SARL;commerçant;biens;02/10/2026;15/10/2026;17/10/2026;livraison;Me Roy;02/11/2026',
    );
    expect([faults, ignored]).toEqual([[], []]);
    expect(enrolments).toMatchObject([
      {
        invoice: { nature: 'goods' },
        debtor: { legalForm: 'SARL', quality: 'trader' },
        before: {
          remindedOn: '2026-10-02',
          noticePostedOn: '2026-10-15',
          noticeReceivedOn: '2026-10-17',
          disputed: 'livraison',
          givenTo: 'Me Roy',
          givenOn: '2026-11-02',
        },
      },
    ]);
  });

  test('nothing was done: nothing is said', () => expect(line(';;;;;;;;').enrolments[0]).not.toHaveProperty('before'));

  test.each([
    ['SARL;roi;;;;;;;', 'Qualité', 'commerçant, artisan'],
    [';particulier;;;;;;;', 'Qualité', 'type du client'],
    [';;consommation;;;;;;', 'Nature', 'type du client'],
    [';;vent;;;;;;', 'Nature', 'services, biens'],
    [';;;23/11/2026;;;;;', 'Dernière relance', 'pas encore passé'],
    [';;;;31/08/2026;;;;', 'Mise en demeure le', 'après l’échéance'],
    [';;;;;17/10/2026;;;', 'Mise en demeure le', 'dire quel jour'],
    [';;;;15/10/2026;14/10/2026;;;', 'Mise en demeure reçue le', 'postée'],
    [';;;;;;;;02/11/2026', 'Confié à', 'à qui'],
  ])('%s is told at %s', (cells, heading, message) => {
    expect(line(cells).faults).toMatchObject([
      { path: `ligne 2, colonne « ${heading} »`, message: expect.stringContaining(message) },
    ]);
  });
});

describe('a file of open invoices', () => {
  test('every column that is understood, whatever the order', () => {
    const { enrolments, faults, ignored } = read(
      [
        'Ville;CP;Adresse;SIRET;E-mail;Portable;Segment;Forme juridique;Code client;Client;N° facture;TVA;Solde;Total TTC;Date;Échéance;Commande;Payé le;Plan;Vendeur',
        'Lyon;69003;3 rue du Port;55210055400013;c@aubert.fr;0612345678;regular;SARL;C 1;Aubert;F/2026-1;200,00;300,00;1200,00;01/08/2026;31/08/2026;BC-7;05/09/2026;consumer;Paul',
      ].join('\n'),
    );
    expect([faults, ignored]).toEqual([[], ['Vendeur']]);
    expect(enrolments).toEqual([
      {
        line: 2,
        invoice: {
          id: 'F-2026-1',
          number: 'F/2026-1',
          currency: 'EUR',
          totalCents: 120000,
          vatCents: 20000,
          issuedOn: '2026-08-01',
          dueOn: '2026-08-31',
          purchaseOrder: 'BC-7',
        },
        debtor: {
          id: 'C-1',
          kind: 'business',
          name: 'Aubert',
          siren: '552100554',
          legalForm: 'SARL',
          segment: 'regular',
          email: 'c@aubert.fr',
          mobile: '+33612345678',
          registeredOffice: { line1: '3 rue du Port', postcode: '69003', city: 'Lyon' },
        },
        plan: 'consumer',
        paid: { amountCents: 90000, on: '2026-09-05' },
      },
    ]);
  });

  test.each([
    ['of the whole', '1200,00;300,00;', 30_000],
    ['that leaves what is owed', '1200,00;300,00;900,00', 30_000],
    ['of nothing', '1200,00;0,00;', undefined],
  ])('what was paid %s', (_what, amounts, cents) => {
    const { enrolments, faults } = read(
      `N° facture;Client;Type;Échéance;Montant TTC;Déjà réglé;Reste dû\nF-1;Aubert;pro;31/08/2026;${amounts}`,
    );
    expect([faults, enrolments[0]?.paid?.amountCents]).toEqual([[], cents]);
  });

  test.each([
    ['1200,00;1300,00;', 'dépasse le montant de la facture'],
    ['1200,00;-1,00;', 'n’est pas négatif'],
    ['1200,00;300,00;800,00', 'ne laissent pas'],
  ])('what was paid that cannot be: %s', (amounts, message) => {
    const { faults } = read(
      `N° facture;Client;Type;Échéance;Montant TTC;Déjà réglé;Reste dû\nF-1;Aubert;pro;31/08/2026;${amounts}`,
    );
    expect(faults).toEqual([{ path: 'ligne 2, colonne « Déjà réglé »', message: expect.stringContaining(message) }]);
  });

  test.each([
    ['UTF-8', utf8('Numéro;Débiteur;Échéance;Solde\nF-1;Noël;31/08/2026;12,00')],
    ['UTF-8 with its mark', utf8('\ufeffNuméro;Débiteur;Échéance;Solde\nF-1;Noël;31/08/2026;12,00')],
    ['Latin-1', Buffer.from('Numéro;Débiteur;Échéance;Solde\nF-1;Noël;31/08/2026;12,00', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffNuméro\tDébiteur\tÉchéance\tSolde\nF-1\tNoël\t31/08/2026\t12,00', 'utf16le')],
    ['English', utf8('Invoice,Customer,Due date,Balance\nF-1,Noël,2026-08-31,"12.00"')],
  ])('%s', (_what, bytes) => {
    const { enrolments, faults } = read(bytes, { kind: 'consumer' });
    expect(faults).toEqual([]);
    expect(enrolments).toMatchObject([
      { invoice: { number: 'F-1', totalCents: 1200, dueOn: '2026-08-31' }, debtor: { name: 'Noël', id: 'Noel' }, paid: null },
    ]);
  });

  test('what was paid before counts from the due date when no day is told, and says so, never from tomorrow', () => {
    const paidOn = (change: Readonly<Record<string, string>>) =>
      read(file(row({ 'Reste dû': '200,00', ...change }))).enrolments[0]?.paid;
    expect(paidOn({})).toEqual({ amountCents: 100000, on: '2026-08-31', undated: true });
    expect(paidOn({ Échéance: '31/12/2026' })).toEqual({ amountCents: 100000, on: today, undated: true });
  });

  test('a payment whose day has not come is a fault: no other day is put in its place', () => {
    const { faults } = read([`${head};Payé le`, `${row({ 'Reste dû': '200,00' })};23/11/2026`].join('\n'));
    expect(faults).toMatchObject([
      { path: 'ligne 2, colonne « Date de paiement »', message: expect.stringContaining('pas encore passé') },
    ]);
  });

  const faulty: readonly [string, string, string, string][] = [
    [
      'a day that does not exist',
      row({ Échéance: '31/02/2026' }),
      'ligne 2, colonne « Échéance »',
      'reçu « 31/02/2026 »\u00a0; attendu\u00a0: une date',
    ],
    ['an amount that could be two', row({ 'Montant TTC': '1.200' }), 'colonne « Montant TTC »', 'attendu\u00a0: un montant'],
    ['no number', row({ 'N° facture': '' }), 'colonne « N° facture »', 'la remplir'],
    ['no amount', row({ 'Montant TTC': '' }), 'colonne « Reste dû »', 'en remplir un'],
    ['a credit note', row({ 'Montant TTC': '-12,00' }), 'colonne « Montant TTC »', 'un avoir ne se relance pas'],
    [
      'nothing owed',
      row({ 'Reste dû': '0,00' }),
      'colonne « Reste dû »',
      'rien n’est dû\u00a0: retirer la ligne (les frais de retard d’une facture déjà réglée ne se reprennent pas)',
    ],
    ['more owed than billed', row({ 'Reste dû': '1300,00' }), 'colonne « Reste dû »', 'dépasse le montant'],
    ['no type', row({ Type: '' }), 'colonne « Type »', '--type'],
    ['due before it was issued', row({ 'Date facture': '01/09/2026' }), 'colonne « Échéance »', 'vient avant la date de facture'],
    ['half an address', row({ Adresse: '3 rue A' }), 'colonne « Code postal »', 'incomplète'],
    ['a number without a letter or a digit', row({ 'N° facture': '///' }), 'colonne « N° facture »', 'un code'],
    ['a cell too many', `${row()};;trop`, 'ligne 2', 'guillemets'],
  ];
  test.each(faulty)('%s: the line, the column, the fix', (_what, line, path, message) => {
    const { enrolments, faults } = read(file(line));
    expect([enrolments, faults.length > 0]).toEqual([[], true]);
    expect(faults[0]?.path).toContain(path);
    expect(faults[0]?.message).toContain(message);
  });

  test.each([
    ['Tél.', '04 78 00 00 05', { phone: '+33478000005' }],
    ['Téléphone', '04 78 00 00 05', { phone: '+33478000005' }],
    ['Téléphone fixe', '0478000005', { phone: '+33478000005' }],
    ['Téléphone', '06 12 34 56 78', { mobile: '+33612345678' }],
    ['Tél.;Mobile', '04 78 00 00 05;06 12 34 56 78', { phone: '+33478000005', mobile: '+33612345678' }],
    ['Tél.;Mobile', '07 00 00 00 01;06 12 34 56 78', { phone: '+33700000001', mobile: '+33612345678' }],
  ])('%s « %s » is a number to call, and one to write to where it is a mobile', (heading, cells, numbers) => {
    const { enrolments, ignored } = read([`${head};${heading}`, `${row()};${cells}`].join('\n'));
    expect(ignored).toEqual([]);
    const { mobile, phone } = enrolments[0]?.debtor ?? {};
    expect({ mobile, phone }).toEqual({ mobile: undefined, phone: undefined, ...numbers });
  });

  test('every fault of every line is told, and sound lines are kept', () => {
    const { enrolments, faults } = read(file(row({ Échéance: 'x', 'Montant TTC': 'y' }), row(), row({ Client: '' })));
    expect(enrolments.map(({ line }) => line)).toEqual([3]);
    expect(faults.map(({ path }) => path)).toEqual([
      'ligne 2, colonne « Montant TTC »',
      'ligne 2, colonne « Échéance »',
      'ligne 4, colonne « Client »',
    ]);
  });

  test('one invoice twice, one code for two customers', () => {
    const twice = read(file(row(), row())).faults;
    expect(twice).toMatchObject([
      { path: 'ligne 3, colonne « N° facture »', message: expect.stringContaining('déjà à la ligne 2') },
    ]);
    const two = 'N° facture;Code client;Client;Type;Solde;Échéance\nF-1;C1;A;public;1;2026-01-01\nF-2;C1;B;public;1;2026-01-01';
    expect(read(two).faults).toMatchObject([{ path: 'ligne 3, colonne « Client »' }]);
  });

  test.each([
    ['', 'le fichier est vide'],
    ['Facture;Client;Échéance\n', 'la colonne « Reste dû » ou « Montant TTC » manque'],
    ['a;b\n1;2', 'noms compris\u00a0: N° facture'],
    ['N° facture;Facture;Client;Échéance;Solde\n', 'deux colonnes disent « N° facture »'],
  ])('%j: %s', (text, message) => {
    expect(
      read(text)
        .faults.map((fault) => fault.message)
        .join('\n'),
    ).toContain(message);
  });
});
