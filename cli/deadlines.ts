import Table from 'cli-table3';
import type { DeadlineAnswer } from '../domain/deadlines/deadline.ts';
import { answerDeadlines } from '../domain/deadlines/deadline-input.ts';
import { inFrench } from '../domain/in-french.ts';
import { EXIT, parseJson, print, printJson, readInput, reportBadInput } from './io.ts';

const KINDS: Readonly<Record<string, string>> = {
  'payment-term': 'échéance convenue',
  'payment-cap': 'délai de paiement maximal',
  prescription: 'prescription',
  notice: 'mise en demeure',
  'injunction-service': 'signification de l’ordonnance',
  opposition: 'opposition',
  'uncontested-claim': 'créance commerciale incontestée',
  'insolvency-declaration': 'déclaration de créance',
  'retention-of-title': 'revendication, réserve de propriété',
  grace: 'délai de grâce',
  'electronic-registered-letter': 'recommandé électronique',
};

const NAMES: Readonly<Record<string, string>> = {
  dueOn: 'échéance',
  latestOn: 'au plus tard',
  lastDayOn: 'dernier jour',
  alertOn: 'alerte',
  timeBarred: 'prescrit',
  possibleLastDayOn: 'dernier jour possible, si les reconnaissances sont confirmées',
  endsOn: 'fin',
  legalEndOn: 'fin légale',
  planOn: 'à faire au plus tard le',
  oppositionEndsOn: 'fin de l’opposition',
  enforceableFrom: 'exécutoire dès le',
  contestEndsOn: 'fin de la contestation',
  recordFrom: 'procès-verbal dès le',
  reliefEndsOn: 'relevé de forclusion',
  maxOn: 'au plus tard',
  acceptUntilOn: 'acceptation jusqu’au',
};

/** Prints the deadlines of a list as a table, or as JSON in the same order; exit 2 when one of them was refused. */
export async function run({ file, json }: { file: string; json: boolean }): Promise<number> {
  try {
    const answers = answerDeadlines(parseJson(await readInput(file)));
    if (json) printJson(answers);
    else print(tableOf(answers));
    return reportRefused(answers);
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function reportRefused(answers: readonly DeadlineAnswer[]): number {
  const faults = answers.flatMap((answer) => (typeof answer.error === 'object' && answer.error !== null ? [answer.error] : []));
  for (const fault of faults) process.stderr.write(`${inFrench(fault)}\n`);
  return faults.length === 0 ? EXIT.done : EXIT.badInput;
}

function tableOf(answers: readonly DeadlineAnswer[]): string {
  const table = new Table({ head: ['N°', 'Délai', 'Dates'], style: { head: [], border: [] } });
  answers.forEach((answer, index) => {
    table.push([index + 1, KINDS[answer.kind ?? ''] ?? answer.kind ?? '', datesText(answer)]);
  });
  return table.toString();
}

function datesText({ kind: _, ...dates }: DeadlineAnswer): string {
  if (typeof dates.error === 'object' && dates.error !== null) return `refusé\u00a0: ${inFrench({ ...dates.error, path: '' })}`;
  return Object.entries(dates)
    .map(([name, value]) => `${NAMES[name] ?? name}\u00a0: ${shown(value)}`)
    .join('\n');
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value.split('-').toReversed().join('/');
  if (value === null) return 'inconnue tant qu’aucun acte n’a touché le débiteur';
  return value === true ? 'oui' : 'non';
}
