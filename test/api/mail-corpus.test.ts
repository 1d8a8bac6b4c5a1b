import { expect, test } from 'vitest';
import { aboutOf, ownWords } from '../../api/answers/about.ts';
import { readMail } from '../../api/answers/mail.ts';
import { deliveryReport, filePart, htmlPart, mailOf, multipart, partOf, textPart } from '../support/mails.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const pdf = (bytes: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(bytes, 0x20)]);
const quoted = 'Le ven. 20 nov. 2026 à 09:00, Atelier Lemoine <compta@lemoine.example> a écrit :\n> Vous contestez ? Dites-le.\n';
const outlook =
  'De : Atelier Lemoine <compta@lemoine.example>\nEnvoyé : vendredi 20 novembre 2026 09:00\nÀ : Compta\nObjet : Relance\n\nUn litige ?';
const meeting = 'BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nSUMMARY:Point facture\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';

/** What people and their machines send, rebuilt: what it is, what it seems to be about, how it begins, the files that are kept apart. */
const corpus: readonly [string, Buffer, sort: string, about: string, words: RegExp, files?: readonly string[]][] = [
  [
    'an answer above what it quotes',
    mailOf({}, `Bonjour, nous avons bien réglé mardi.\n\n${quoted}`),
    'answer',
    'paid',
    /^Bonjour, nous avons bien réglé mardi\.$/,
  ],
  [
    'Outlook in French, text beside HTML',
    multipart('alternative', [
      textPart(`Nous réglerons le 5 décembre.\n\n${outlook}`),
      htmlPart('<p>Nous réglerons le 5 décembre.</p>'),
    ]),
    'answer',
    'promise',
    /^Nous réglerons le 5 décembre\.$/,
  ],
  [
    'HTML alone, from a telephone',
    mailOf(
      { 'Content-Type': 'text/html; charset=utf-8', 'Content-Transfer-Encoding': 'base64' },
      Buffer.from(
        '<html><head><style>p{color:red}</style></head><body><div>Peut-on payer en trois fois&nbsp;?</div><blockquote>Le 20 nov. a écrit :</blockquote></body></html>',
      ).toString('base64'),
    ),
    'answer',
    'instalments',
    /^Peut-on payer en trois fois/,
  ],
  [
    'HTML alone whose script and tracker stay unread',
    mailOf(
      { 'Content-Type': 'text/html; charset=utf-8' },
      '<script>document.title="STOP"</script><p>Merci de me rappeler.</p><img src="https://suivi.example/x.gif">',
    ),
    'answer',
    'call-me',
    /^Merci de me rappeler\.(?!.*STOP)/s,
  ],
  [
    'a forward by a colleague',
    mailOf(
      { Subject: 'TR: Facture F2026-0420' },
      'Pour toi, je ne travaille plus sur ce dossier. Le bon contact : Paul.\n\n---------- Message transféré ---------\nDe : Atelier\n\nlitige',
    ),
    'answer',
    'contact',
    /^Pour toi/,
  ],
  [
    'a forward without a word',
    mailOf(
      { Subject: 'Fwd: Facture' },
      '---------- Forwarded message ---------\nFrom: paul@aubert.example\n\nLe virement a été fait hier.',
    ),
    'answer',
    'paid',
    /Le virement a été fait hier/,
  ],
  [
    'a calendar that accepts',
    multipart(
      'alternative',
      [textPart('Accepté : point facture'), partOf('text/calendar; method=REPLY; charset=utf-8', meeting)],
      { Subject: 'Accepté : point facture' },
    ),
    'answer',
    'question',
    /^Accepté/,
  ],
  [
    'a winmail.dat',
    multipart('mixed', [
      textPart('Ci-joint la preuve du virement effectué.'),
      filePart('winmail.dat', 'application/ms-tnef', Buffer.from([0x78, 0x9f, 0x3e, 0x22])),
    ]),
    'answer',
    'paid',
    /^Ci-joint/,
    [],
  ],
  [
    'latin-1 that says it is UTF-8',
    mailOf(
      { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': '8bit' },
      latin1('Facture déjà réglée le 3.'),
    ),
    'answer',
    'paid',
    /^Facture déjà réglée le 3\.$/,
  ],
  [
    'the same in quoted-printable',
    mailOf(
      { 'Content-Type': 'text/plain; charset="UTF-8"', 'Content-Transfer-Encoding': 'quoted-printable' },
      'Facture d=E9j=E0 r=E9gl=E9e le 3.',
    ),
    'answer',
    'paid',
    /^Facture déjà réglée le 3\.$/,
  ],
  [
    'latin-1 that says nothing',
    mailOf({ 'Content-Type': 'text/plain', 'Content-Transfer-Encoding': '8bit' }, latin1('Facture déjà réglée le 3.')),
    'answer',
    'paid',
    /^Facture déjà réglée le 3\.$/,
  ],
  [
    'a charset that does not exist',
    mailOf({ 'Content-Type': 'text/plain; charset=windows-français' }, 'Nous contestons.'),
    'answer',
    'dispute',
    /^Nous contestons/,
  ],
  [
    'a charset that nobody knows, with accents',
    mailOf(
      { 'Content-Type': 'text/plain; charset="x-inconnu-9"', 'Content-Transfer-Encoding': '8bit' },
      latin1('Facture déjà réglée le 3.'),
    ),
    'answer',
    'paid',
    /^Facture déjà réglée le 3\.$/,
  ],
  [
    'a charset that is told, with one byte that is not of it',
    mailOf(
      { 'Content-Type': 'text/plain; charset=shift_jis', 'Content-Transfer-Encoding': '8bit' },
      Buffer.concat([Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0xfd]), latin1(' paid ')]),
    ),
    'answer',
    'question',
    /^日本/,
  ],
  ['one word, to be left alone', mailOf({}, 'STOP'), 'answer', 'stop', /^STOP$/],
  [
    'a proof under a strange name, and a program that is called one',
    multipart('mixed', [
      textPart('Virement effectué.'),
      filePart('../ordre de virement.exe', 'application/x-msdownload', pdf(10)),
      filePart('preuve.pdf', 'application/pdf', Buffer.from('MZ program')),
    ]),
    'answer',
    'paid',
    /^Virement/,
    ['ordre-de-virement.pdf'],
  ],
  [
    'thirty megabytes: the small proof apart, the large one in the whole mail',
    multipart('mixed', [
      textPart('Voir pièces.'),
      filePart('scan.pdf', 'application/pdf', pdf(21_000_000)),
      filePart('ordre.pdf', 'application/pdf', pdf(1_000)),
    ]),
    'answer',
    'question',
    /^Voir pièces\.$/,
    ['ordre.pdf'],
  ],
  [
    'forty pictures of a signature',
    multipart('mixed', [
      textPart('Bonjour'),
      ...Array.from({ length: 40 }, (_, n) => filePart(`image${n}.pdf`, 'application/pdf', pdf(n))),
    ]),
    'answer',
    'question',
    /^Bonjour$/,
    Array.from({ length: 20 }, (_, n) => `image${n}.pdf`),
  ],
  [
    'an absence of Exchange in French',
    mailOf(
      { Subject: 'Réponse automatique : Facture', 'X-Auto-Response-Suppress': 'All', 'Auto-Submitted': 'auto-generated' },
      'Je suis absente, réglé à mon retour.',
    ),
    'auto',
    'question',
    /./,
  ],
  [
    'an absence by its subject alone',
    mailOf({ Subject: 'Absence Re: Facture F2026-0420' }, 'Absent jusqu’au 2.'),
    'auto',
    'question',
    /./,
  ],
  [
    'an automatic message',
    mailOf({ Subject: 'Message automatique : bien reçu' }, 'Votre message a été reçu.'),
    'auto',
    'question',
    /./,
  ],
  ['on holiday', mailOf({ Subject: 'En congés jusqu’au 30 novembre' }, 'De retour le 30.'), 'auto', 'question', /./],
  ['the yearly closing', mailOf({ Subject: 'Fermeture annuelle' }, 'Nos bureaux sont fermés.'), 'auto', 'question', /./],
  [
    'a ticket of a help desk',
    mailOf({ Subject: '[#1234] Votre demande', 'X-Autoreply': 'yes' }, 'Ticket ouvert.'),
    'auto',
    'question',
    /./,
  ],
  ['a vacation of Unix', mailOf({ Precedence: 'bulk' }, 'I am away.'), 'auto', 'question', /./],
  [
    'a person who speaks of absences',
    mailOf({ Subject: 'RE: absence de livraison' }, 'Marchandise jamais reçue.'),
    'answer',
    'dispute',
    /./,
  ],
  [
    'a person on closing dates',
    mailOf({ Subject: 'Question sur la fermeture annuelle' }, 'Êtes-vous ouverts ?'),
    'answer',
    'question',
    /./,
  ],
  [
    'a return',
    deliveryReport(
      ['Action: failed', 'Status: 5.1.1', 'Diagnostic-Code: smtp; 550 no such user'],
      ['Message-ID: <m1@lemoine.example>'],
    ),
    'bounce',
    'question',
    /./,
  ],
  [
    'a delay is no return',
    deliveryReport(['Action: delayed', 'Status: 4.4.1'], ['Message-ID: <m1@lemoine.example>']),
    'auto',
    'question',
    /./,
  ],
  [
    'a delivery that is told',
    deliveryReport(['Action: delivered', 'Status: 2.0.0'], ['Message-ID: <m1@lemoine.example>']),
    'auto',
    'question',
    /./,
  ],
];

test.each(corpus)('%s', async (_name, raw, sort, about, words, files = []) => {
  const mail = await readMail(raw);
  const own = ownWords(mail.text);
  expect([mail.sort, aboutOf(own), mail.files.map(({ filename }) => filename)]).toEqual([sort, about, files]);
  expect(own).toMatch(words);
});

test('a return names what came back by its message ids and the code, with no word of the server', async () => {
  const returned = ['Received: by mx', 'Message-ID:', ' <m1@lemoine.example>', 'Subject: Relance'];
  const { report, references } = await readMail(deliveryReport(['Action: failed', 'Status: 5.1.1'], returned));
  expect(report).toEqual({ failed: true, status: '5.1.1', ids: ['<m1@lemoine.example>'] });
  expect(references).toContain('<m1@lemoine.example>');
});
