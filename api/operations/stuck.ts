import type { Queries } from '../../db/database.ts';
import { livedBesides, livedCount, type StuckKind, type StuckRow, stuckCount, stuckKinds, stuckRows } from '../../db/stuck.ts';
import type { EnginePort } from '../engine-port.ts';

/** What does not move, of one kind: how many, the oldest of them, and what mends it. */
export interface Stuck {
  readonly kind: StuckKind | EngineKind;
  readonly count: number;
  readonly label: string;
  readonly mend: string;
  readonly oldest: readonly StuckRow[];
}

/** What the engine must be asked for. */
type EngineKind = 'dead-case' | 'failing-workflow';

interface Words {
  readonly label: string;
  readonly mend: string;
}

const words: Readonly<Record<StuckKind | EngineKind, Words>> = {
  'dead-case': {
    label: 'Dossiers qu’aucun workflow ne fait vivre',
    mend: 'exigible restart DOSSIER, ou exigible restart --all',
  },
  'failing-workflow': {
    label: 'Workflows dont les tâches échouent',
    mend: 'voir le journal des workers, revenir à la version précédente ou corriger, puis exigible restart DOSSIER',
  },
  'overdue-act': {
    label: 'Actes en retard de plus d’un quart d’heure',
    mend: 'un worker tourne-t-il\u00a0? exigible doctor, puis exigible restart DOSSIER',
  },
  'waiting-mail': {
    label: 'Courrier non lu depuis plus de cinq minutes',
    mend: 'moteur et workers sont-ils joignables\u00a0? exigible doctor\u00a0; il est annoncé de nouveau de lui-même',
  },
  'set-aside': {
    label: 'Informations mises de côté',
    mend: 'exigible set-aside\u00a0: corriger puis relancer (retry), ou saisir l’acte et écarter (drop)',
  },
  'in-doubt': {
    label: 'Envois dont le sort est inconnu',
    mend: 'regarder chez le prestataire, puis exigible act DOSSIER settleUnknownSend',
  },
  'old-reservation': {
    label: 'Envois en cours depuis plus de dix minutes',
    mend: 'un worker des envois tourne-t-il\u00a0? puis exigible restart DOSSIER',
  },
  'old-import': {
    label: 'Relevés en cours depuis plus d’une heure',
    mend: 'voir le journal des workers\u00a0; l’import reprend de lui-même',
  },
  'money-apart': {
    label: 'Imputations qui ne sont pas dans leur dossier',
    mend: 'exigible case DOSSIER, puis recordPayment, ou restaurer la base et le moteur du même moment',
  },
};

const OLDEST = 20;
/** So many overdue cases are asked for one by one. */
const ASKED_ONE_BY_ONE = 50;

/** Everything that does not move; empty when all does. */
export async function stuckNow(db: Queries, engine: EnginePort): Promise<Stuck[]> {
  const found: Stuck[] = [await deadCases(db, engine), await failingWorkflows(db, engine)];
  for (const kind of stuckKinds) found.push(await ofKind(db, kind));
  return found.filter(({ count }) => count > 0);
}

async function ofKind(db: Queries, kind: StuckKind): Promise<Stuck> {
  const { count } = await stuckCount(db, kind);
  return { kind, count, ...words[kind], oldest: count === 0 ? [] : await stuckRows(db, kind, OLDEST) };
}

async function deadCases(db: Queries, engine: EnginePort): Promise<Stuck> {
  const dead = await deadNow(db, engine);
  return { kind: 'dead-case', count: dead.length, ...words['dead-case'], oldest: dead.slice(0, OLDEST) };
}

/** Open cases that no workflow lives. Counts are compared first: they cost little, and mostly agree. */
export async function deadNow(db: Queries, engine: EnginePort): Promise<StuckRow[]> {
  const [wanted, living] = [await livedCount(db), await engine.livingCount()];
  return wanted <= living ? [] : livedBesides(db, await engine.living());
}

async function failingWorkflows(db: Queries, engine: EnginePort): Promise<Stuck> {
  const overdue = await stuckRows(db, 'overdue-act', ASKED_ONE_BY_ONE);
  const failing: StuckRow[] = [];
  for (const row of overdue) if (await engine.isFailing(row.id)) failing.push(row);
  return { kind: 'failing-workflow', count: failing.length, ...words['failing-workflow'], oldest: failing.slice(0, OLDEST) };
}
