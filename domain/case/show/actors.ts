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

/** True for who told a fact on his own page. */
export function isDebtor(actor: string): boolean {
  return actor.startsWith('debtor:');
}

/** Who told a fact: a machine by what it is, a person by his name where it is known, else as a key by number, a debtor as such; what a person calls himself stays. */
export function actorName(actor: string, names: Readonly<Record<string, string>> = {}): string {
  if (isDebtor(actor)) return 'débiteur';
  const name = names[actor];
  if (name !== undefined) return name;
  return actorNames[actor] ?? actor.replace(/\bkey:(?=\d)/, 'clé n°\u00a0').replace(/\bperson:(?=\d)/, 'personne n°\u00a0');
}

/** A sentence in which people and keys stand as acts name them (`affectée par person:3`), with what they are called. */
export function actorsNamed(sentence: string, names: Readonly<Record<string, string>> = {}): string {
  return sentence.replace(/\b(?:person|key):\d+/g, (actor) => actorName(actor, names));
}
