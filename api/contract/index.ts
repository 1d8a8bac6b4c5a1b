import { accessRoutes, signInRoutes } from './access.ts';
import { amendmentRoutes } from './amendments.ts';
import { answerRoutes } from './answers.ts';
import { caseRoutes } from './cases.ts';
import { jobRoutes } from './jobs.ts';
import { moneyRoutes } from './money.ts';
import { operationRoutes } from './operations.ts';
import { outwardRoutes } from './outward.ts';
import { personRoutes } from './person.ts';
import { referenceRoutes } from './reference.ts';
import type { Routes } from './route.ts';
import { viewRoutes } from './views.ts';
import { receivedRoutes, webhookRoutes } from './webhooks.ts';

/** Routes that need a key or a session: served by their declaration. */
export const served = {
  ...caseRoutes,
  ...moneyRoutes,
  ...jobRoutes,
  ...referenceRoutes,
  ...amendmentRoutes,
  ...accessRoutes,
  ...operationRoutes,
  ...outwardRoutes,
  ...personRoutes,
  ...viewRoutes,
  ...answerRoutes,
  ...receivedRoutes,
};
/** Routes that know their callers otherwise: each door reads its own way what is declared here. */
const open = { ...webhookRoutes, ...signInRoutes };

/** Every route of the API, told once. */
export const contract = { ...open, ...served };
export type Contract = typeof contract;
export type Served = typeof served;

/** The same, under the headings of the document. */
export const chapters: Readonly<Record<string, Routes>> = {
  Dossiers: caseRoutes,
  Regards: viewRoutes,
  'Réponses reçues': answerRoutes,
  Argent: moneyRoutes,
  Travaux: jobRoutes,
  Référentiel: referenceRoutes,
  Modifications: amendmentRoutes,
  Accès: accessRoutes,
  Exploitation: operationRoutes,
  'Vers vos logiciels et vos clients': outwardRoutes,
  'Données personnelles': personRoutes,
  Entrées: signInRoutes,
  Webhooks: { ...webhookRoutes, ...receivedRoutes },
};
