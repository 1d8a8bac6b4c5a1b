import { Router } from 'express';
import type { Fault } from '../../domain/fault.ts';
import { spreadOver } from '../../domain/matching/spread.ts';
import { formatCents, sumCents } from '../../domain/money/cents.ts';
import { centsOf } from './act-form.ts';
import { type Api, mustBeRefused } from './api.ts';
import { accountName } from './format.ts';
import { GONE, showMoney, togetherIn, waitingOn } from './money-shown.ts';
import { askedIn, type Sent, sentIn, textsIn } from './sent.ts';
import { ownPath } from './sign-in.ts';
import { type House, type Room, roomOf } from './visit.ts';

/** Rapprochement: money on the left, on the right what it may pay and why. */
export function matchingRooms(house: House): Router {
  return Router()
    .get(
      '/rapprochement',
      roomOf(house, async (visit, req) => showMoney(visit, askedIn(req))),
    )
    .post('/rapprochement/compte', roomOf(house, naming))
    .post('/rapprochement/ensemble', roomOf(house, placingTogether))
    .post('/rapprochement/:key', roomOf(house, placing))
    .post('/rapprochement/:key/hors-factures', roomOf(house, puttingAside));
}

const naming: Room = async ({ api, goOn }, req) => {
  const { nom = '', compte = '', suite } = textsIn(req);
  await api.call('PUT /accounts/{name}', { params: { name: nom }, body: { account: compte } });
  const after = suite === undefined ? '/rapprochement' : ownPath(suite);
  goOn(after, { kind: 'good', text: `${accountName(nom)} est le compte ${accountName(compte)}.` });
};

const placing: Room = async (visit, req) => {
  const sent = sentIn(req);
  const { key = '' } = req.params;
  const faults: Fault[] = [];
  const body = typeof sent.annule === 'string' ? { undoes: sent.annule } : { allocations: sharesIn(sent, faults) };
  const [fault] = faults;
  if (fault) return showMoney(visit, { ecriture: key, q: String(sent.q ?? '') }, { sent, wrong: fault.message });
  try {
    await visit.api.call('POST /unmatched/{entryKey}/allocate', { params: { entryKey: key }, body });
  } catch (error) {
    mustBeRefused(error, 400, 409);
    return showMoney(visit, { ecriture: key, q: String(sent.q ?? '') }, { sent, wrong: error.message });
  }
  visit.goOn('/rapprochement', { kind: 'good', text: await placedText(visit.api, body.allocations ?? []) });
};

const NAMED = 3;

/** Which invoices the money went to, the first of many by their numbers. */
async function placedText(
  api: Api,
  shares: readonly { readonly caseId: string; readonly amountCents: number }[],
): Promise<string> {
  const named = await Promise.all(
    shares.slice(0, NAMED).map(async ({ caseId, amountCents }) => {
      const { invoice } = await api.call('GET /cases/{caseId}', { params: { caseId } });
      return `${invoice.number} (${formatCents(amountCents, invoice.currency)})`;
    }),
  );
  const more = shares.length > NAMED ? [`${shares.length - NAMED} autres`] : [];
  const to = shares.length === 0 ? '' : ` à ${[...named, ...more].join(', ')}`;
  return `L’argent est affecté${to}\u00a0; les dossiers en prennent acte.`;
}

/** The money is for no invoice: it waits for nobody any more. */
const puttingAside: Room = async (visit, req) => {
  const { key = '' } = req.params;
  const { motif = '' } = textsIn(req);
  try {
    await visit.api.call('POST /unmatched/{entryKey}/not-ours', { params: { entryKey: key }, body: { reason: motif } });
  } catch (error) {
    mustBeRefused(error, 400, 409);
    const wrong = error.status === 400 ? 'Dites en quelques mots ce que c’est (200 caractères au plus).' : error.message;
    return showMoney(visit, { ecriture: key }, { motif, wrong });
  }
  visit.goOn('/rapprochement', { kind: 'good', text: 'L’écriture est hors factures\u00a0: elle n’attend plus.' });
};

/** Several entries over the invoices that were checked: what each of them gives is ours to work out. */
const placingTogether: Room = async (visit, req) => {
  const sent = sentIn(req);
  const query = { ensemble: sent.ensemble ?? [], q: String(sent.q ?? ''), cursor: String(sent.cursor ?? '') };
  const faults: Fault[] = [];
  const wanted = sharesIn(sent, faults);
  const { entries } = await waitingOn(visit.api, query);
  const chosen = togetherIn(entries, query);
  if (chosen.length < [query.ensemble].flat().length) faults.push({ path: 'ensemble', message: GONE });
  const [thereCents, wantedCents] = [
    sumCents(chosen.map(({ openCents }) => openCents)),
    sumCents(wanted.map(({ amountCents }) => amountCents)),
  ];
  if (wantedCents > thereCents) faults.push({ path: 'cas', message: tooMuch(wantedCents, thereCents, chosen[0]?.currency) });
  const [fault] = faults;
  if (fault) return showMoney(visit, query, { sent, wrong: fault.message });
  const money = chosen.map(({ key, openCents }) => ({ entryKey: key, openCents }));
  try {
    await visit.api.call('POST /unmatched/placements', { body: { placements: spreadOver(money, wanted) } });
  } catch (error) {
    mustBeRefused(error, 400, 404, 409);
    return showMoney(visit, query, { sent, wrong: error.message });
  }
  visit.goOn('/rapprochement', { kind: 'good', text: await placedText(visit.api, wanted) });
};

function tooMuch(wantedCents: number, thereCents: number, currency: string | undefined): string {
  return `Les parts font ${formatCents(wantedCents, currency)}, les écritures ${formatCents(thereCents, currency)}.`;
}

/** The invoices that were checked, each with its part. */
function sharesIn(sent: Sent, faults: Fault[]): { caseId: string; amountCents: number }[] {
  const chosen = [sent.cas ?? []].flat();
  if (chosen.length === 0) faults.push({ path: 'cas', message: 'Cochez une facture au moins.' });
  return chosen.map((caseId) => {
    const typed = String(sent[`montant.${caseId}`] ?? '');
    const amountCents = centsOf(typed) ?? 0;
    if (amountCents <= 0)
      faults.push({ path: caseId, message: `«\u00a0${typed}\u00a0» n’est pas un montant, par exemple 1\u202f250,00.` });
    return { caseId, amountCents };
  });
}
