import { createInterface } from 'node:readline';
import type { AskedOf } from '../api/client.ts';
import { firstWebhook } from '../domain/enrol/first-webhook.ts';
import { BadInput, refuse } from '../domain/fault.ts';
import { keyFaults } from '../domain/party/siren.ts';
import { choicesByKind } from '../domain/plan/plan-choice.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

type CreditorBody = AskedOf<'PUT /creditors/{id}'>['body'];

/** What is asked, in order: the field of the document, and the question. */
const questions: readonly (readonly [path: string, question: string])[] = [
  ['id', 'Identifiant (lettres, chiffres et tirets, pour toujours)'],
  ['name', 'Nom de la société'],
  ['legalForm', 'Forme juridique (SARL, SAS…)'],
  ['siren', 'SIREN'],
  ['address.line1', 'Adresse'],
  ['address.postcode', 'Code postal'],
  ['address.city', 'Ville'],
  ['email', 'E-mail'],
  ['phone', 'Téléphone'],
  ['iban', 'IBAN'],
  ['bic', 'BIC'],
  ['contact.name', 'Qui les débiteurs peuvent appeler'],
];

/** `creditor init`: asks who recovers, makes the creditor and an operator's key, and prints what to do next. */
export async function init({ json }: { readonly json: boolean }): Promise<number> {
  try {
    const api = await connect();
    const answers = await asked();
    const id = answers.id ?? '';
    const ofKey = keyFaults(answers.siren);
    if (ofKey.length > 0) throw new BadInput(ofKey);
    const made = await api.call('PUT /creditors/{id}', { params: { id }, body: documentOf(answers) });
    const key = await api.call('POST /keys', { body: { creditor: id, role: 'approver' } });
    const url = (await import('../config.ts')).readConfig().EXIGIBLE_URL;
    if (json) printJson({ ...made, key: key.key });
    else
      print(
        nextText(answers.name ?? id, key.key, firstWebhook({ url, id, secret: made.webhookSecrets.billing ?? '' }, Date.now())),
      );
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

type Answers = Readonly<Record<string, string>>;

/** One line each; what comes by a pipe is read as it comes. */
async function asked(): Promise<Answers> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false })[Symbol.asyncIterator]();
  const answers: Record<string, string> = {};
  for (const [path, question] of questions) {
    process.stderr.write(`${question}\u00a0: `);
    const { value, done } = await lines.next();
    if (done) return refuse(path, `sans réponse\u00a0: ${questions.length} lignes sont attendues`);
    answers[path] = value.trim();
  }
  return answers;
}

/** The contact answers where the company does. */
function documentOf(answers: Answers): CreditorBody {
  const { email, phone } = answers;
  const of = (group: string) =>
    Object.fromEntries(
      Object.entries(answers).flatMap(([path, value]) =>
        path.startsWith(`${group}.`) ? [[path.slice(group.length + 1), value]] : [],
      ),
    );
  const plain = Object.fromEntries(Object.entries(answers).filter(([path]) => !path.includes('.')));
  return {
    ...plain,
    address: of('address'),
    contact: { ...of('contact'), email, phone },
    planChoices: choicesByKind,
  } as CreditorBody;
}

function nextText(name: string, key: string, webhook: string): string {
  return [
    `${name} est créée. Sa clé d’approbateur, montrée cette seule fois\u00a0:`,
    `  export EXIGIBLE_API_KEY=${key}`,
    '',
    'Une facture par webhook signé, à coller telle quelle (bash, openssl, curl)\u00a0:',
    webhook,
    '',
    'Et ensuite\u00a0:',
    '  npx exigible import releve.xml     un relevé de votre banque\u00a0: sans lui rien ne part',
    '  npx exigible enrol encours.csv     vos factures ouvertes, aperçu d’abord',
    '  npx exigible cases                 où elles en sont',
  ].join('\n');
}
