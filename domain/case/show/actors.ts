import { speakers } from '../../known-providers.ts';

const actorNames: Readonly<Record<string, string>> = {
  case: 'Exigible',
  product: 'Exigible',
  unknown: 'hors du produit',
  billing: 'facturation',
  bank: 'banque',
  post: 'poste',
  ...speakers,
  inbound: 'réponse reçue',
  operator: 'opérateur',
};

/** Who told a fact: a machine by what it is, a key and a person by their number, a debtor as such; what a person calls himself stays. */
export function actorName(actor: string): string {
  if (actor.startsWith('debtor:')) return 'débiteur';
  return actorNames[actor] ?? actor.replace(/\bkey:(?=\d)/, 'clé n°\u00a0').replace(/\bperson:(?=\d)/, 'personne n°\u00a0');
}
