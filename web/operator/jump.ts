import { Router } from 'express';
import { withoutAccents } from '../../domain/plain-text.ts';
import { queryText } from './api.ts';
import type { FoundLine } from './case-columns.ts';
import { views } from './case-views.ts';
import { debtorPath, rooms } from './rooms.ts';
import { type CreditorLine, creditorName, type House, roomOf } from './visit.ts';

const MOST_CASES = 8;
/** What the search takes. */
const MOST_TYPED = 100;

/** A place that one may jump to: what it is called, what kind of thing it is, and where. */
interface Place {
  readonly name: string;
  readonly kind: string;
  readonly href: string;
}

const places: readonly Place[] = [
  ...rooms.map(({ name, path }) => ({ name, kind: 'page', href: path })),
  { name: 'Écritures affectées', kind: 'page', href: '/rapprochement/affectees' },
  { name: 'Paiements rejetés', kind: 'page', href: '/rapprochement/rejetees' },
  { name: 'Travaux', kind: 'page', href: '/travaux' },
  { name: 'Webhooks reçus', kind: 'page', href: '/entrees/webhooks' },
  { name: 'Modèles de messages', kind: 'page', href: '/reglages/modeles' },
  { name: 'Premiers pas', kind: 'page', href: '/premiers-pas' },
  { name: 'Installation', kind: 'page', href: '/reglages/installation' },
  { name: 'Aide du clavier', kind: 'page', href: '/aide' },
  ...views.map(({ name, query }) => viewPlace(name, query)),
];

/** What is under a few letters, for the field that is everywhere: pages, views, cases and their clients. Without script the field is a search. */
export function jumpRooms(house: House): Router {
  return Router().get(
    '/sauter',
    roomOf(house, async ({ api, creditors }, req, res) => {
      const q = typeof req.query.q === 'string' ? req.query.q.trim().slice(0, MOST_TYPED) : '';
      const { views: kept } = await api.call('GET /session/views');
      const known = [...places, ...kept.map(({ name, asked }) => viewPlace(name, asked))];
      const { cases } = q === '' ? { cases: [] } : await api.call('GET /search', { query: { q, limit: MOST_CASES } });
      const found = [...placesOf(q, known), ...cases.map(caseIn), ...debtorsIn(cases, creditors), ...searchOf(q)];
      res.type('html').send(house.pages('jump', { found }));
    }),
  );
}

/** Every word that is typed begins a word of the name; accents and capitals do not count. */
function placesOf(q: string, known: readonly Place[]): readonly Place[] {
  const typed = plain(q).split(' ');
  return known.filter(({ name }) => typed.every((word) => ` ${plain(name)}`.includes(` ${word}`)));
}

function viewPlace(name: string, asked: Readonly<Record<string, string>>): Place {
  return { name: `Dossiers\u00a0: ${name}`, kind: 'vue', href: `/dossiers${queryText(asked)}` };
}

function plain(text: string): string {
  return withoutAccents(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ');
}

/** The list of everything that is under it, always last. */
function searchOf(q: string): readonly Place[] {
  return q === ''
    ? []
    : [{ name: `Chercher «\u00a0${q}\u00a0» partout`, kind: 'recherche', href: `/chercher${queryText({ q })}` }];
}

function caseIn({ caseId, invoiceNumber, debtorName, debtorId }: FoundLine): Place {
  return {
    name: `${invoiceNumber}, ${debtorName ?? debtorId}`,
    kind: 'dossier',
    href: `/dossiers/${encodeURIComponent(caseId)}`,
  };
}

/** Each once; two creditors may know one of the same name. */
function debtorsIn(cases: readonly FoundLine[], creditors: readonly CreditorLine[]): readonly Place[] {
  const names = new Map(cases.map((line) => [`${line.creditorId}/${line.debtorId}`, line] as const));
  return [...names.values()].map(({ creditorId, debtorId, debtorName }) => ({
    name: debtorName ?? debtorId,
    kind: creditors.length > 1 ? `client de ${creditorName(creditors, creditorId)}` : 'client',
    href: debtorPath({ creditorId, debtorId }),
  }));
}
