import type { UpdateName } from './messages.ts';

/** What each update does and one sample, as the Temporal Web UI shows it. Free texts: no address, no phone number. */
export const updateTexts: Record<UpdateName, string> = {
  recordPayment: 'Enregistrer un paiement reçu hors banque. Exemple : {"id":"cheque-123","amountCents":120000,"on":"2026-11-20"}',
  pause:
    'Mettre le dossier en pause ; «\u00a0until\u00a0» est le dernier jour de silence. Exemple : {"until":"2026-12-15","reason":"accord commercial"}',
  resume: 'Reprendre un dossier en pause. Exemple : {}',
  openDispute:
    'Ouvrir un litige, sur tout ou sur un montant. Exemple : {"amountCents":20000,"reason":"produit manquant","owner":"ventes"}',
  resolveDispute:
    'Résoudre le litige : rejected (tout est dû), upheld (le montant contesté est retiré), credited (avoir à venir). Exemple : {"outcome":"rejected"}',
  recordPromise: 'Noter une promesse de paiement. Exemple : {"amountCents":120000,"on":"2026-12-05"}',
  agreeInstalments:
    'Convenir d’un échéancier qui fait le solde ; «\u00a0waivesLateCharges\u00a0» : renoncer aux intérêts et aux 40\u00a0€ s’il est tenu. Exemple : {"schedule":[{"on":"2026-12-05","amountCents":60000},{"on":"2027-01-05","amountCents":60000}],"waivesLateCharges":true}',
  approve: 'Approuver l’envoi qui attend votre accord. Exemple : {}',
  reject: 'Refuser l’envoi qui attend votre accord. Exemple : {"reason":"client à rappeler d’abord"}',
  actNow: 'Avancer la prochaine étape à maintenant. Exemple : {}',
  skipStep:
    'Passer une étape (la prochaine si «\u00a0step\u00a0» manque). Exemple : {"step":"reminder-15","reason":"déjà vu au téléphone"}',
  changePlan: 'Changer de plan de relance. Exemple : {"plan":"strategic-customer"}',
  recordCallResult:
    'Noter un appel sans suite : no-answer (à rappeler, trois essais), wrong-number (numéro à corriger). Une promesse ou un litige se notent par leur acte. Exemple : {"outcome":"no-answer"}',
  correctContact: 'Les coordonnées du débiteur ont été corrigées : les relire. Exemple : {}',
  recordLetterOutcome:
    'Saisir le sort de la lettre recommandée : received, notice-left, unclaimed, refused, unknown-address. Exemple : {"outcome":"received","on":"2026-11-20"}',
  settleUnknownSend: 'Trancher un envoi au sort inconnu. Exemple : {"step":"reminder-15","channel":"email","outcome":"sent"}',
  chooseRoute:
    'Choisir la voie : petites-creances, injonction-de-payer, recouvrement-simplifie, refere-provision, assignation. Exemple : {"route":"injonction-de-payer"}',
  waive: 'Renoncer aux intérêts et à l’indemnité de 40 €. Exemple : {"reason":"geste commercial"}',
  declareInsolvency:
    'Déclarer une procédure collective du débiteur. Exemple : {"openedOn":"2026-10-06","publishedOn":"2026-10-14"}',
  close: 'Clore le dossier. Exemple : {"reason":"réglé hors de l’outil"}',
};
