import { ALSACE_MOSELLE, isOverseas } from '../calendar/departments.ts';
import { ECONOMIC_COURTS } from '../law/data/courts.ts';
import { entryOn } from '../law/dated-value.ts';
import type { Court, Reason } from './route.ts';
import type { Situation } from './situation.ts';

/** The court of the debtor's place, and on which text and fact that rests; null when his quality is not known. */
export interface CourtAnswer {
  readonly court: Court | null;
  readonly reason: Reason;
}

const RULE = 'Tribunal compétent';

/** Court of a claim by the quality and the place of the debtor (C. com. L721-3, L731-2; COJ L211-3; CPC 42, 1406). */
export function courtOf(situation: Situation): CourtAnswer {
  const { input, debtorTrades } = situation;
  if (input.debtor.kind === 'public')
    return answer('tribunal-administratif', 'CCP L6', 'debtor.kind\u00a0: personne publique', 'for');
  if (debtorTrades === null) return answer(null, 'C. com. L721-3', 'debtor.trader\u00a0: non renseigné', 'to-confirm');
  if (!debtorTrades) return answer('tribunal-judiciaire', 'COJ L211-3', 'débiteur non commerçant', 'for');
  return commercialCourt(situation);
}

function commercialCourt({ input, creditorTrades }: Situation): CourtAnswer {
  const department = input.debtor.department ?? null;
  if (department === null)
    return answer('tribunal-de-commerce', 'C. com. L721-3', 'debtor.department\u00a0: non renseigné', 'to-confirm');
  const fact = `débiteur commerçant, département ${department}`;
  if (ALSACE_MOSELLE.has(department))
    return answer('chambre-commerciale-du-tribunal-judiciaire', 'C. com. L731-1, L731-2', fact, 'for');
  if (isOverseas(department)) return answer('tribunal-mixte-de-commerce', 'C. com. L732-1 à L732-3', fact, 'to-confirm');
  const economic = entryOn(ECONOMIC_COURTS, department, input.asOf)?.value;
  if (economic) return economicCourt(economic, fact);
  if (creditorTrades === false)
    return answer(
      'tribunal-de-commerce',
      'C. com. L721-3',
      `${fact}\u00a0; le créancier non commerçant peut aussi choisir le tribunal judiciaire`,
      'to-confirm',
    );
  return answer('tribunal-de-commerce', 'C. com. L721-3', fact, 'for');
}

function economicCourt({ seat, wholeDepartment }: { seat: string; wholeDepartment: boolean }, fact: string): CourtAnswer {
  const article = 'loi 2023-1059 du 20 novembre 2023, art. 26 ; arrêté du 5 juillet 2024';
  const place = wholeDepartment
    ? `${fact}, siège\u00a0: ${seat}`
    : `${fact}\u00a0: seul le ressort de ${seat}, tribunal de commerce ailleurs dans le département`;
  return answer('tribunal-des-activites-economiques', article, place, wholeDepartment ? 'for' : 'to-confirm');
}

function answer(court: Court | null, article: string, fact: string, says: Reason['says']): CourtAnswer {
  return { court, reason: { rule: RULE, article, fact, says } };
}
