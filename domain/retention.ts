/** What is kept: what it is, why, and for how many months after what. `months` null: without end. Texts are French, for whoever asks. */
export interface Retention {
  readonly what: string;
  readonly why: string;
  readonly months: number | null;
  readonly after: string;
}

const LAST_CASE = 'la clôture du dernier dossier de la personne';

/**
 * Everything that is kept of people, once. What law orders to keep: accounting for ten years (C. com. L123-22), the evidence of a claim for
 * as long as it can be sued on (C. civ. 2224: five years; C. proc. civ. d'exécution L111-4: ten years for an enforceable title).
 */
export const retentions = {
  identity: {
    what: 'Nom, adresse, e-mail et téléphone du débiteur, ceux d’avant, noms sous lesquels il a payé, liens de sa page, segment qu’une personne lui a donné',
    why: 'exécution du contrat, puis preuve de la créance pendant la prescription (C. civ. art. 2224)',
    months: 60,
    after: `${LAST_CASE}, ou à sa demande dès que plus aucun dossier n’est ouvert`,
  },
  papers: {
    what: 'Messages et lettres envoyés, preuves de dépôt et de réception, réponses et pièces',
    why: 'preuve de la créance et des relances pendant la prescription (C. civ. art. 2224)',
    months: 60,
    after: LAST_CASE,
  },
  'court-papers': {
    what: 'Les mêmes, quand un dossier a été remis pour une procédure',
    why: 'un titre exécutoire s’exécute pendant dix ans (C. proc. civ. d’exécution art. L111-4)',
    months: 120,
    after: LAST_CASE,
  },
  books: {
    what: 'Factures, écritures bancaires et imputations',
    why: 'comptabilité et pièces justificatives, dix ans (C. com. art. L123-22)',
    months: 120,
    after: 'la date de l’écriture bancaire, dont les textes sont alors effacés',
  },
  evidence: {
    what: 'Chaîne de preuves et têtes signées\u00a0: faits, dates, sommes et empreintes, sans l’identité du débiteur',
    why: 'elle prouve que rien n’a été changé, et n’est plus rattachée à personne une fois l’identité effacée',
    months: null,
    after: 'sans terme',
  },
  amendments: {
    what: 'Qui a modifié quoi et quand\u00a0: données des créanciers et des débiteurs, plans, modèles',
    why: 'retrouver une fraude (autre IBAN, autre adresse)\u00a0; ce qu’elles disent d’un débiteur part avec son identité',
    months: null,
    after: 'sans terme',
  },
  'bank-files': {
    what: 'Relevés bancaires tels qu’ils ont été reçus',
    why: 'relire un import en cas d’erreur\u00a0; l’original est dans la comptabilité du créancier',
    months: 3,
    after: 'la fin de l’import',
  },
  'stray-mails': {
    what: 'Courriers reçus qui ne sont d’aucun dossier ouvert',
    why: 'trouver de qui ils sont et y répondre\u00a0; donnés à un dossier, ils sont gardés avec ses papiers',
    months: 12,
    after: 'leur réception',
  },
  'received-events': {
    what: 'Identifiants des événements reçus',
    why: 'un événement redit ne compte qu’une fois',
    months: 24,
    after: 'leur réception',
  },
  'received-webhooks': {
    what: 'Webhooks reçus et réponses\u00a0: porte, identifiant de l’envoyeur, nature, motif d’un refus, jamais leur contenu\u00a0; les 2\u00a0000 derniers au plus par créancier, porte et réponse',
    why: 'trouver pourquoi un événement n’est pas arrivé',
    months: 1,
    after: 'leur réception',
  },
  'events-out': {
    what: 'Événements remis aux systèmes du créancier',
    why: 'les remettre de nouveau',
    months: 3,
    after: 'leur remise',
  },
  accesses: {
    what: 'Qui a lu ou exporté quoi, qui est entré, qui a été refusé',
    why: 'sécurité du traitement (RGPD art. 32)',
    months: 12,
    after: 'l’accès',
  },
  jobs: {
    what: 'Travaux demandés pour beaucoup de choses à la fois\u00a0: qui, combien, et les refus\u00a0; ce qui est demandé pour chacune part dès qu’elle est faite',
    why: 'dire ce qui a été fait et ce qui ne l’a pas été',
    months: 1,
    after: 'leur fin',
  },
  views: {
    what: 'Vues de la liste des dossiers que les utilisateurs gardent sous un nom, avec ce qu’ils y cherchent',
    why: 'les retrouver',
    months: null,
    after: 'leur retrait, ou la fin de l’accès de la personne',
  },
  tokens: {
    what: 'Sessions et liens à usage unique, dont seule l’empreinte est gardée',
    why: 'ouvrir une porte une fois',
    months: 1,
    after: 'leur fin',
  },
  logs: {
    what: 'Journaux du produit et du moteur, sans donnée personnelle',
    why: 'trouver la cause d’une panne',
    months: 2,
    after: 'leur écriture',
  },
  histories: {
    what: 'Historiques du moteur Temporal\u00a0: identifiants et sommes',
    why: 'relire ce qu’un dossier a fait',
    months: 3,
    after: 'la fin du workflow',
  },
} as const satisfies Record<string, Retention>;

export type RetentionKind = keyof typeof retentions;

/** What is left of a debtor once his identity is erased; his id and kind stay, for the accounts. */
export const ERASED_NAME = 'Identité effacée';
