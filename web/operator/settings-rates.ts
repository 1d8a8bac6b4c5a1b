import { firstWebhook } from '../../domain/enrol/first-webhook.ts';
import { centsOf } from './act-form.ts';
import { mustBeRefused } from './api.ts';
import { textsIn } from './sent.ts';
import { doing, showSettings } from './settings-shown.ts';
import type { Room } from './visit.ts';

/** A new secret for a source of a creditor; the one before it is worth something for as long as it takes to change it there. */
export const rotating: Room = (visit, req) =>
  doing(visit, async () => {
    const { creancier = '', source = '', heures = '' } = textsIn(req);
    const body = { purpose: source, graceHours: Number(heures) };
    const { secret } = await visit.api.call('POST /creditors/{id}/secrets', { params: { id: creancier }, body });
    const grace = body.graceHours === 0 ? 'ne vaut plus rien' : `vaut encore ${body.graceHours} heures`;
    const url = `${req.protocol}://${req.get('host') ?? ''}`;
    return {
      what: `Le nouveau secret (${source}), montré cette seule fois\u00a0; celui d’avant ${grace}\u00a0:`,
      lines: [secret],
      paste: source === 'billing' ? firstWebhook({ url, id: creancier, secret }, Date.now()) : null,
    };
  });

/** Rates as people write them: `2,15` is 215 basis points. */
export const enteringRates: Room = async (visit, req) => {
  const { semestre = '', bce = '', pro = '', particuliers = '', source = '', verifie = '' } = textsIn(req);
  const body = {
    centralBankBasisPoints: centsOf(bce),
    legalProfessionalBasisPoints: centsOf(pro),
    legalPrivateBasisPoints: centsOf(particuliers),
    source,
    checkedOn: verifie,
  };
  try {
    const { released } = await visit.api.call('PUT /legal-rates/{semester}', { params: { semester: semestre }, body });
    visit.goOn('/reglages', {
      kind: 'good',
      text: `Taux de ${semestre} gardés\u00a0; dossiers qui reprennent\u00a0: ${released.length}.`,
    });
  } catch (error) {
    mustBeRefused(error, 400, 403, 409);
    await showSettings(visit, null, error.message);
  }
};
