import { type Creditor, creditorSchema, type Debtor, debtorSchema } from '../domain/party/party-schema.ts';
import type { Story, StoryDebtor } from '../domain/simulate/story.ts';

const ADDRESS = { line1: '1 rue de l’Exemple', postcode: '75002', city: 'Paris', country: 'FR' };

/** The creditor of a story with everything that a message prints: what simulation takes as given. */
export function creditorOfStory({ creditor: { id, kind, terms, legalForm = 'SAS' } }: Story): Creditor {
  const { capitaliseFrom: _, ...known } = terms;
  return creditorSchema.parse({
    id,
    kind,
    name: 'Créancier de la simulation',
    legalForm,
    siren: '901234568',
    rcs: { number: '901234568', city: 'Paris' },
    address: ADDRESS,
    email: 'compta@creancier.example',
    phone: '01 00 00 00 00',
    iban: 'FR7630006000011234567890189',
    bic: 'AGRIFRPP',
    contact: { name: 'Service comptable', email: 'compta@creancier.example', phone: '01 00 00 00 00' },
    signatory: {
      name: 'Camille Roussel',
      capacity: 'responsable du recouvrement',
      power: 'par délégation du représentant légal',
    },
    mediator: { name: 'Médiateur de la consommation', address: '1 rue de l’Exemple, 75002 Paris' },
    terms: known,
  });
}

/** A debtor of a story as the billing system would have told him; his addresses are invented where the story has none. */
export function debtorOfStory({ id, kind, email, mobile, country = 'FR', department: _, ...told }: StoryDebtor): Debtor {
  return debtorSchema.parse({
    id,
    kind,
    ...told,
    name: `Débiteur ${id}`,
    registeredOffice: { ...ADDRESS, country },
    ...(email === undefined ? {} : { email: isMail(email) ? email : `${id}@debiteur.example` }),
    ...(mobile === undefined ? {} : { mobile: /^\+33[67]\d{8}$/.test(mobile) ? mobile : '+33600000000' }),
  });
}

function isMail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[a-z]+$/i.test(text);
}
