import { parisDay } from '../domain/calendar/paris.ts';
import { semesterOf } from '../domain/law/semester.ts';
import { findings, sentenceOf } from '../setup/findings.mjs';
import { print, printJson } from './io.ts';
import { type KnownRates, ratesOfServer, shippedRates } from './known-rates.ts';

/** What the legal rates lack today, and one sentence about it. */
interface RateFinding {
  readonly missing: string | null;
  readonly sentence: string;
}

/** What is installed and what is missing, how the parts of a running installation are, each with the one command that mends it; and the legal rates that somebody has to enter. */
export async function run({ json }: { json: boolean }): Promise<number> {
  const found = findings();
  const legalRates = await rateFinding(parisDay(Date.now()));
  const doctor = await import('../run/doctor.ts');
  const [parts, holes] = [await doctor.partsFound(), await doctor.openDoors()];
  if (json) printJson({ findings: found, parts, legalRates, holes });
  else
    print(
      [
        ...found.map(sentenceOf),
        ...parts.map(({ sentence }) => sentence),
        legalRates.sentence,
        ...holes.map((hole) => `! ${hole}`),
      ].join('\n'),
    );
  const isReady = found.every((finding) => finding.found || finding.forTestsOnly) && parts.every(({ well }) => well);
  return isReady ? 0 : 3;
}

/** Asked from 1 December and 1 June for the semester that comes, and at any time for the current one: a warning, since everything else goes on. */
export async function rateFinding(today: string): Promise<RateFinding> {
  const onServer = await ratesOfServer().catch(() => null);
  const { missing, rates } = onServer ?? shippedRates(today);
  const among = onServer === null ? ' (parmi les taux livrés)' : '';
  return { missing, sentence: sentence({ missing, rates }, today) + among };
}

function sentence({ missing, rates }: KnownRates, today: string): string {
  if (missing === null) return `✔ taux légaux\u00a0: connus jusqu’à ${rates.at(-1)?.semester}`;
  const remedy = `Pour y remédier\u00a0: exigible rates enter FICHIER`;
  if (missing === semesterOf(today)) return `✘ taux légaux\u00a0: ${missing} manque, les mises en demeure attendent. ${remedy}`;
  return `! taux légaux\u00a0: ${missing} est à saisir avant son premier jour. ${remedy}`;
}
