import type { CivilDate } from '../calendar/civil-date.ts';
import { ALSACE_MOSELLE, isOverseas } from '../calendar/departments.ts';
import { ECONOMIC_COURTS } from '../law/data/courts.ts';
import { entryOn } from '../law/dated-value.ts';
import { qualityNames } from '../party/quality.ts';
import type { Court, Reason } from './route.ts';
import type { Situation } from './situation.ts';
import { unknown, verdict } from './verdict.ts';

/** The court of the debtor's place, and on which text and fact that rests; null when his quality is not known. */
export interface CourtAnswer {
  readonly court: Court | null;
  readonly reason: Reason;
}

const RULE = 'Tribunal compétent';

/** Court of a claim by the quality and the place of the debtor (C. com. L721-3, L731-2; COJ L211-3; CPC 42, 1406; Reg. (EU) 1215/2012). */
export function courtOf(situation: Situation): CourtAnswer {
  const { input, debtor, country, pacific } = situation;
  if (pacific) return answer(null, 'CPC 42', 'juridiction locale', 'to-confirm');
  if (country !== null)
    return answer(null, 'CPC 42, 46 ; règlement (UE) 1215/2012', `pays du débiteur\u00a0: ${country}`, 'to-confirm');
  if (input.debtor.kind === 'public')
    return answer('tribunal-administratif', 'CCP L6', 'débiteur\u00a0: personne publique', 'for');
  if (debtor.commercial === null) return unsettled(situation);
  return debtor.commercial ? commercialCourt(situation) : civilCourt(situation);
}

/** A trader and an artisan go to the commercial court, everybody else to the tribunal judiciaire: asked. */
function unsettled({ debtor, department, input }: Situation): CourtAnswer {
  const { court } = commercialCourtIn(department, input.asOf);
  const known = debtor.trades === false ? 'débiteur non commerçant\u00a0; s’il est artisan' : 's’il est commerçant ou artisan';
  const because = `${known}, ${court.replaceAll('-', ' ')}, sinon tribunal judiciaire\u00a0; `;
  return { court: null, reason: unknown(RULE, 'C. com. L721-3 ; COJ L211-3', ['debtor'], because).reason };
}

function civilCourt({ debtor }: Situation): CourtAnswer {
  if (debtor.quality !== null)
    return answer('tribunal-judiciaire', 'COJ L211-3', `débiteur\u00a0: ${qualityNames[debtor.quality]}`, 'for');
  return answer(
    'tribunal-judiciaire',
    'COJ L211-3',
    'débiteur non commerçant, supposé ne pas être artisan (C. com. L721-3)',
    'to-confirm',
  );
}

/** A civil creditor may choose between the commercial court of his debtor and the tribunal judiciaire. */
function commercialCourt({ debtor, creditor, department, input }: Situation): CourtAnswer {
  const { court, article, place, says } = commercialCourtIn(department, input.asOf);
  const quality = debtor.quality === null ? 'commerçant' : qualityNames[debtor.quality];
  const fact = `débiteur\u00a0: ${quality}, ${place}`;
  if (creditor.commercial === true) return answer(court, article, fact, says);
  const option = 'un créancier qui n’est ni commerçant ni artisan peut aussi choisir le tribunal judiciaire';
  if (creditor.commercial === false) return answer(court, article, `${fact}\u00a0; ${option}`, 'to-confirm');
  return { court, reason: unknown(RULE, article, ['creditor'], `${fact}\u00a0; ${option}\u00a0; `).reason };
}

interface PlacedCourt {
  readonly court: Court;
  readonly article: string;
  readonly place: string;
  readonly says: Reason['says'];
}

function commercialCourtIn(department: string | null, asOf: CivilDate): PlacedCourt {
  const usual = { court: 'tribunal-de-commerce', article: 'C. com. L721-3', says: 'for' } as const;
  if (department === null) return { ...usual, place: 'département\u00a0: non renseigné', says: 'to-confirm' };
  const place = `département ${department}`;
  if (ALSACE_MOSELLE.has(department))
    return { court: 'chambre-commerciale-du-tribunal-judiciaire', article: 'C. com. L731-1, L731-2', place, says: 'for' };
  if (isOverseas(department))
    return { court: 'tribunal-mixte-de-commerce', article: 'C. com. L732-1 à L732-3', place, says: 'to-confirm' };
  const economic = entryOn(ECONOMIC_COURTS, department, asOf)?.value;
  return economic ? economicCourt(economic, place) : { ...usual, place };
}

function economicCourt({ seat, wholeDepartment }: { seat: string; wholeDepartment: boolean }, place: string): PlacedCourt {
  const court = 'tribunal-des-activites-economiques';
  const article = 'loi 2023-1059 du 20 novembre 2023, art. 26 ; arrêté du 5 juillet 2024';
  if (wholeDepartment) return { court, article, place: `${place}, siège\u00a0: ${seat}`, says: 'for' };
  const partly = `${place}\u00a0: seul le ressort de ${seat}, tribunal de commerce ailleurs dans le département`;
  return { court, article, place: partly, says: 'to-confirm' };
}

function answer(court: Court | null, article: string, fact: string, says: Reason['says']): CourtAnswer {
  return { court, reason: verdict(true, RULE, article, fact, says).reason };
}
