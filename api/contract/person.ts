import * as z from 'zod';
import { strict } from '../../domain/document-schema.ts';
import { file, json, routes } from './route.ts';
import { count, creditor, instant, list, object, text } from './schema.ts';

const retention = {
  what: text,
  why: text,
  months: count.nullable().meta({ description: 'Mois ; rien : sans terme' }),
  after: text.meta({ description: 'À compter de' }),
};

/** What is kept of people, for how long, and what they may ask. */
export const personRoutes = routes({
  'GET /retentions': {
    text: 'Ce qui est gardé, pourquoi et combien de temps',
    role: 'viewer',
    answers: { 200: json('Par genre', object({ retentions: list(object({ kind: z.string(), ...retention })) })) },
  },
  'GET /debtors/{id}/person': {
    text: 'Tout ce que l’on sait d’un débiteur, pour lui répondre (RGPD art. 15) : JSON et fichiers ; la lecture est notée',
    role: 'operator',
    query: strict({ creditor }),
    answers: { 200: file('Un ZIP : personne.json, et chaque dossier tel qu’il s’exporte', 'application/zip') },
  },
  'POST /debtors/{id}/erasure': {
    text: 'Effacer l’identité d’un débiteur dont aucun dossier n’est ouvert (RGPD art. 17) ; ce que la loi ordonne de garder reste, sans elle',
    role: 'admin',
    query: strict({ creditor }),
    answers: {
      200: json('Effacée ; ce qui reste, et pourquoi', object({ id: text, erasedAt: instant, kept: list(object(retention)) })),
    },
    refusals: { 409: 'Un dossier est ouvert' },
  },
});
