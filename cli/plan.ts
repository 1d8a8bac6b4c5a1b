import type { AskedOf } from '../api/client.ts';
import { parsePlan } from '../domain/plan/plan-document.ts';
import { planWarnings } from '../domain/plan/plan-warnings.ts';
import { connect, ofCreditor } from './connect.ts';
import { EXIT, parseJson, print, printJson, readInput, reportBadInput } from './io.ts';

type PlanBody = AskedOf<'PUT /plans/{id}'>['body'];

interface Kept {
  readonly id: string;
  readonly version: number;
  readonly warnings: readonly string[];
}

/** `plan check`: reads a plan document as the server would, without one. */
export function check({ file, json }: { file: string; json: boolean }): Promise<number> {
  return answer(json, 'est sans faute', async () => {
    const plan = parsePlan(parseJson(await readInput(file)));
    return { id: plan.id, version: plan.version, warnings: planWarnings(plan) };
  });
}

/** `plan list`: the plans of a creditor, and how many open cases follow each. */
export async function list({ creditor, json }: { creditor?: string; json: boolean }): Promise<number> {
  try {
    const { plans } = await (await connect()).call('GET /plans', { query: ofCreditor(creditor) });
    const lines = plans.map(
      ({ plan, isShipped, openCases }) =>
        `${plan.id} v${plan.version}  ${plan.name}${isShipped ? ' (livré)' : ''}  ${openCases} dossier${openCases > 1 ? 's' : ''} ouvert${openCases > 1 ? 's' : ''}`,
    );
    if (json) printJson({ plans });
    else print(lines.join('\n'));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

/** `plan load`: gives a plan document to the server, for one creditor (that of the key unless told). */
export function load({ file, creditor, json }: { file: string; creditor?: string; json: boolean }): Promise<number> {
  return answer(json, 'est chargé', async () => {
    const document = parseJson(await readInput(file));
    const { id } = parsePlan(document);
    return (await connect()).call('PUT /plans/{id}', { params: { id }, query: ofCreditor(creditor), body: document as PlanBody });
  });
}

async function answer(json: boolean, state: string, work: () => Promise<Kept>): Promise<number> {
  try {
    const kept = await work();
    if (json) printJson(kept);
    else print([`Le plan ${kept.id} (version ${kept.version}) ${state}.`, ...kept.warnings.map(warned)].join('\n'));
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function warned(warning: string): string {
  return `Attention\u00a0: ${warning}`;
}
