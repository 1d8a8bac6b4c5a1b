import type { Queries } from '../../db/database.ts';
import {
  type EngineKind,
  engineKinds,
  livedBesides,
  livedCount,
  type StuckCount,
  type StuckKind,
  type StuckRow,
  strangersAmong,
  stuckCount,
  stuckKinds,
  stuckRows,
  suspects,
} from '../../db/stuck.ts';
import type { EnginePort } from '../engine-port.ts';
import { remembered } from './remembered.ts';

/** What does not move, of one kind: how many, the oldest of them, and what mends it. */
export interface Stuck {
  readonly kind: StuckKind | EngineKind;
  readonly count: number;
  readonly label: string;
  readonly mend: string;
  readonly oldest: readonly StuckRow[];
}

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
  stranger: {
    label: 'Workflows dont la base n’a pas le dossier',
    mend: 'DATABASE_URL est-elle la base de ce moteur\u00a0? Si elle a été restaurée\u00a0: la facturation redit ces factures, qui les reprennent',
  },
  'unserved-queue': {
    label: 'Files que personne ne sert',
    mend: 'démarrer ce qui manque\u00a0: exigible start --role worker (recovery, sends), --role documents (documents)',
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
/** So many cases are asked for one by one. */
const ASKED_ONE_BY_ONE = 50;
const QUARTER_MS = 900_000;

/** Everything that does not move; empty when all does. */
export async function stuckNow(db: Queries, engine: EnginePort): Promise<Stuck[]> {
  const found: Stuck[] = [];
  for (const kind of engineKinds) found.push(ofEngine(kind, await engineLooks[kind](db, engine)));
  for (const kind of stuckKinds) found.push(await ofKind(db, kind));
  return found.filter(({ count }) => count > 0);
}

/** How many of a kind that the engine must be asked for, and since when the oldest. */
export async function engineCount(db: Queries, engine: EnginePort, kind: EngineKind): Promise<StuckCount> {
  const rows = await engineLooks[kind](db, engine);
  return { count: rows.length, since: rows[0]?.since ?? null };
}

function ofEngine(kind: EngineKind, rows: readonly StuckRow[]): Stuck {
  return { kind, count: rows.length, ...words[kind], oldest: rows.slice(0, OLDEST) };
}

async function ofKind(db: Queries, kind: StuckKind): Promise<Stuck> {
  const { count } = await stuckCount(db, kind);
  return { kind, count, ...words[kind], oldest: count === 0 ? [] : await stuckRows(db, kind, OLDEST) };
}

const engineLooks: Readonly<Record<EngineKind, (db: Queries, engine: EnginePort) => Promise<StuckRow[]>>> = {
  'dead-case': deadNow,
  'failing-workflow': async (db, engine) => {
    const failing: StuckRow[] = [];
    for (const row of await suspects(db, ASKED_ONE_BY_ONE)) if (await engine.isFailing(row.id)) failing.push(row);
    return failing;
  },
  stranger: async (db, engine) => strangersAmong(db, await engine.living()),
  'unserved-queue': async (_, engine) => {
    const since = new Date().toISOString();
    return (await engine.unserved()).map((id) => ({ id, since, why: 'aucun worker n’y demande de travail' }));
  },
};

/** Open cases that no workflow lives, one by one. */
export async function deadNow(db: Queries, engine: EnginePort): Promise<StuckRow[]> {
  return livedBesides(db, await engine.living());
}

/**
 * How many open cases no workflow lives, for who asks all the time: as long as there are as many cases as workflows, which costs little,
 * they are compared one by one every quarter of an hour only.
 */
export function deadWatch(db: Queries, engine: EnginePort): () => Promise<number> {
  const compared = remembered(() => deadNow(db, engine), QUARTER_MS);
  return async () => {
    const [wanted, living] = [await livedCount(db), await engine.livingCount()];
    if (wanted === living && (await compared()).length === 0) return 0;
    return (await deadNow(db, engine)).length;
  };
}
