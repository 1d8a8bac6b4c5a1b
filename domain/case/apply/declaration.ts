import type { CivilDate } from '../../calendar/civil-date.ts';
import { isPacific } from '../../calendar/departments.ts';
import { insolvencyDeclaration } from '../../deadlines/procedure.ts';
import { isKnownInLaw } from '../../law/legal-values.ts';
import { type Case, type Hold, holdOf } from '../case.ts';
import { frenchDay } from '../show/french.ts';

/** Until when a claim is to be declared: `planOn` is a working day, null when nothing known sets it; `says` is the task, in French. */
interface Declaration {
  readonly planOn: CivilDate | null;
  readonly says: string;
}

const PREPARE = 'Procédure collective\u00a0: préparer la déclaration de créance';
const TWO = 'deux mois de la publication';
const FOUR = 'quatre mois de la publication, le créancier étant loin du tribunal';
const EITHER = `${TWO}\u00a0; quatre quand le créancier et le tribunal sont séparés par l’outre-mer ou l’étranger`;

/**
 * The declaration of a claim (C. com. L622-24, R622-24): two months from the publication, four for a creditor who is far from the court, that of
 * the debtor's department unless another was told. A court of the Pacific has its own law.
 */
export function declarationOf(theCase: Case): Declaration {
  const insolvency = holdOf(theCase, 'insolvency');
  const publishedOn = insolvency?.publishedOn ?? null;
  if (!insolvency || publishedOn === null) return unknown('le délai court de la publication, pas encore connue');
  if (!isKnownInLaw('declaration-months', publishedOn))
    return unknown(`la publication du ${frenchDay(publishedOn)} précède les règles connues ici, à vérifier`);
  const court = insolvency.courtDepartment ?? theCase.debtor.department ?? undefined;
  if (court !== undefined && isPacific(court))
    return unknown(`le délai est celui du droit local (${court}), à vérifier aussitôt`);
  const near = { kind: 'insolvency-declaration', publishedOn } as const;
  const { planOn } = insolvencyDeclaration({ ...near, ...placeOf(insolvency, court) });
  const months = planOn > insolvencyDeclaration(near).planOn ? FOUR : TWO;
  const why = isPlaced(insolvency, court) ? months : EITHER;
  return { planOn, says: `${PREPARE}, à poster au plus tard le ${frenchDay(planOn)} (${why}, R622-24).` };
}

type Insolvency = Extract<Hold, { type: 'insolvency' }>;

function isPlaced({ creditorAbroad, creditorDepartment }: Insolvency, court: string | undefined): boolean {
  return creditorAbroad === true || (creditorDepartment !== undefined && court !== undefined);
}

function placeOf({ creditorAbroad, creditorDepartment }: Insolvency, court: string | undefined) {
  return {
    ...(creditorAbroad ? { creditorAbroad } : {}),
    ...(creditorDepartment === undefined ? {} : { creditorDepartment }),
    ...(court === undefined ? {} : { courtDepartment: court }),
  };
}

function unknown(why: string): Declaration {
  return { planOn: null, says: `${PREPARE}\u00a0; ${why}.` };
}
