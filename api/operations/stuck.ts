import type { Queries } from '../../db/database.ts';
import {
  type BesideKind,
  besideKinds,
  livedBesides,
  type StuckCount,
  type StuckKind,
  type StuckRow,
  strangersAmong,
  stuckCount,
  stuckKinds,
  stuckRows,
  suspects,
} from '../../db/stuck.ts';
import type { ApiDeps } from '../deps.ts';
import type { EnginePort } from '../engine-port.ts';
import { remembered } from './remembered.ts';

/** What does not move, of one kind: how many, the oldest of them, and what mends it. */
export interface Stuck {
  readonly kind: StuckKind | BesideKind;
  readonly count: number;
  readonly label: string;
  readonly mend: string;
  readonly oldest: readonly StuckRow[];
}

interface Words {
  readonly label: string;
  readonly mend: string;
}

const words: Readonly<Record<StuckKind | BesideKind, Words>> = {
  'disk-full': {
    label: 'Disque plein',
    mend: 'faire de la place sur le disque de EXIGIBLE_DATA\u00a0; tout reprend de lui-même',
  },
  'engine-away': {
    label: 'Moteur injoignable\u00a0: rien n’avance, ce qui est reçu est gardé',
    mend: 'exigible doctor, puis démarrer le moteur ou corriger TEMPORAL_ADDRESS',
  },
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
    mend: 'démarrer ce qui manque\u00a0: exigible start --role worker (recovery, imports, sends), --role documents (documents)',
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

/** Who is asked. */
export type Around = Pick<ApiDeps, 'db' | 'engine' | 'freeMb'>;

/** Everything that does not move; empty when all does. */
export async function stuckNow(around: Around): Promise<Stuck[]> {
  const found: Stuck[] = [];
  const lookAt = { ...around, living: remembered(() => around.engine.living(), Number.POSITIVE_INFINITY) };
  const isAway = (await besideLooks['engine-away'](lookAt)).length > 0;
  for (const kind of isAway ? (['disk-full', 'engine-away'] as const) : besideKinds)
    found.push(ofBeside(kind, await besideLooks[kind](lookAt)));
  for (const kind of stuckKinds) found.push(await ofKind(around.db, kind));
  return found.filter(({ count }) => count > 0);
}

/** How many of a kind that the database alone cannot tell, and since when the oldest. */
export async function countBeside(around: Around, kind: BesideKind): Promise<StuckCount> {
  const rows = await besideLooks[kind]({ ...around, living: () => around.engine.living() });
  return { count: rows.length, since: rows[0]?.since ?? null };
}

function ofBeside(kind: BesideKind, rows: readonly StuckRow[]): Stuck {
  return { kind, count: rows.length, ...words[kind], oldest: rows.slice(0, OLDEST) };
}

async function ofKind(db: Queries, kind: StuckKind): Promise<Stuck> {
  const { count } = await stuckCount(db, kind);
  return { kind, count, ...words[kind], oldest: count === 0 ? [] : await stuckRows(db, kind, OLDEST) };
}

/** So little room that the next write may fail, in megabytes. */
const LEAST_MB = 100;

/** True when nothing more may fit on the disk of the data folder. */
export async function isDiskFull({ freeMb }: Pick<ApiDeps, 'freeMb'>): Promise<boolean> {
  return freeMb !== undefined && (await freeMb()) < LEAST_MB;
}

/** Those workflows are listed once, however many looks ask for them. */
type LookAt = Around & { readonly living: () => Promise<ReadonlySet<string>> };

const besideLooks: Readonly<Record<BesideKind, (around: LookAt) => Promise<StuckRow[]>>> = {
  'disk-full': async (around) =>
    (await isDiskFull(around))
      ? [nowRow('EXIGIBLE_DATA', `moins de ${LEAST_MB} Mo libres\u00a0: rien n’est sûr d’être gardé`)]
      : [],
  'engine-away': async ({ engine }) => ((await engine.reachable()) ? [] : [nowRow('engine', 'le moteur Temporal ne répond pas')]),
  'dead-case': async ({ db, living }) => livedBesides(db, await living()),
  'failing-workflow': async ({ db, engine }) => {
    const failing: StuckRow[] = [];
    for (const row of await suspects(db, ASKED_ONE_BY_ONE)) if (await engine.isFailing(row.id)) failing.push(row);
    return failing;
  },
  stranger: async ({ db, living }) => strangersAmong(db, await living()),
  'unserved-queue': async ({ engine }) =>
    (await engine.unserved()).map((queue) => nowRow(queue, 'aucun worker n’y demande de travail')),
};

function nowRow(id: string, why: string): StuckRow {
  return { id, since: new Date().toISOString(), why };
}

/** Open cases that no workflow lives, one by one. */
export async function deadNow(db: Queries, engine: EnginePort): Promise<StuckRow[]> {
  return livedBesides(db, await engine.living());
}
