import { Router } from 'express';
import type { Fault } from '../../domain/fault.ts';
import { choicesByKind } from '../../domain/plan/plan-choice.ts';
import { plansForWork } from '../../domain/plan/shipped.ts';
import type { Choice } from './act-form.ts';
import { type Api, ApiProblem, mustBeRefused } from './api.ts';
import { creditorFields } from './creditor-form.ts';
import { keepLogo, logoShown } from './creditor-logo.ts';
import { creditorTold } from './creditor-told.ts';
import { faultsElsewhere, fieldsShown } from './document-form.ts';
import { faultSaid } from './faults-said.ts';
import { plansOf } from './known.ts';
import { type Sent, sentIn, textsIn } from './sent.ts';
import { enteringRates, rotating } from './settings-rates.ts';
import { doing, showSettings } from './settings-shown.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

/** Réglages: the creditors, who may come in, which keys open the door, and the legal rates. */
export function settingsRooms(house: House): Router {
  return Router()
    .get(
      '/reglages',
      roomOf(house, async (visit) => showSettings(visit)),
    )
    .post('/reglages/matin', roomOf(house, askingMorning))
    .post('/reglages/personnes', roomOf(house, inviting))
    .post('/reglages/personnes/:id/fin', roomOf(house, endingPerson))
    .post('/reglages/personnes/:id/invitation', roomOf(house, invitingAgain))
    .post('/reglages/personnes/:id/role', roomOf(house, changingRole))
    .post('/reglages/cles', roomOf(house, makingKey))
    .post('/reglages/secrets', roomOf(house, rotating))
    .post('/reglages/taux', roomOf(house, enteringRates))
    .post('/reglages/cles/:id/fin', roomOf(house, endingKey))
    .get('/reglages/creancier', roomOf(house, showCreditor))
    .post('/reglages/creancier', roomOf(house, keepingCreditor))
    .post('/reglages/creancier/:id/logo', roomOf(house, keepingLogo))
    .post('/reglages/creancier/:id/logo/fin', roomOf(house, removingLogo));
}

/** Asks for the list of the morning at an address, or for none any more. */
const askingMorning: Room = async (visit, req) => {
  const { adresse = '', choix = '' } = textsIn(req);
  const to = choix === 'non' ? null : adresse.trim();
  try {
    await visit.api.call('PUT /session/morning', { body: { to } });
  } catch (error) {
    mustBeRefused(error, 400, 409);
    return showSettings(
      visit,
      null,
      error.status === 400 ? 'Une adresse e-mail est attendue, par exemple anne@societe.fr.' : error.message,
    );
  }
  const text =
    to === null ? 'La liste du matin ne part plus.' : `Chaque matin travaillé, la liste de ce qui vous attend part à ${to}.`;
  visit.goOn('/reglages', { kind: 'good', text });
};

const inviting: Room = (visit, req) =>
  doing(visit, async () => {
    const { nom = '', role = '', creanciers = [] } = sentIn(req);
    const creditors = [creanciers].flat();
    const body = { name: nom, role, creditors: role === 'admin' && creditors.length === 0 ? null : creditors };
    const { invitation } = await visit.api.call('POST /people', { body });
    return {
      what: `L’invitation de ${String(nom)}, à lui donner en main propre\u00a0: elle sert une fois et vaut trois jours.`,
      lines: [invitation],
    };
  });

const invitingAgain: Room = (visit, req) =>
  doing(visit, async () => {
    const params = { id: req.params.id ?? '' };
    const { invitation } = await visit.api.call('POST /people/{id}/invitations', { params });
    return { what: 'Une autre invitation\u00a0: elle sert une fois et vaut trois jours.', lines: [invitation] };
  });

const endingPerson: Room = async ({ api, goOn }, req) => {
  await api.call('DELETE /people/{id}', { params: { id: req.params.id ?? '' } });
  goOn('/reglages', { kind: 'good', text: 'La porte est fermée\u00a0: sessions, liens et clés d’accès finissent avec.' });
};

const makingKey: Room = (visit, req) =>
  doing(visit, async () => {
    const { nom = '', role = '', creancier = '' } = textsIn(req);
    const body = { creditor: creancier, role, ...(nom === '' ? {} : { name: nom }) };
    const { key } = await visit.api.call('POST /keys', { body });
    return { what: 'La clé, montrée cette seule fois\u00a0:', lines: [key] };
  });

const endingKey: Room = async ({ api, goOn }, req) => {
  await api.call('DELETE /keys/{id}', { params: { id: req.params.id ?? '' } });
  goOn('/reglages', { kind: 'good', text: 'La clé n’ouvre plus rien.' });
};

/** Another role for a person whom the list knows; creditors and name stay. */
const changingRole: Room = async (visit, req) => {
  const { people } = await visit.api.call('GET /people');
  const person = people.find(({ id }) => String(id) === req.params.id);
  if (!person) throw new ApiProblem(404, 'Personne de ce numéro.');
  const { role } = sentIn(req);
  const body = { name: person.name, role, creditors: person.creditors };
  try {
    await visit.api.call('PUT /people/{id}', { params: { id: String(person.id) }, body });
  } catch (error) {
    mustBeRefused(error, 400, 403, 409);
    return showSettings(visit, null, error.message);
  }
  visit.goOn('/reglages', { kind: 'good', text: `Le rôle de ${person.name} est changé\u00a0; ses sessions suivent aussitôt.` });
};

/** The creditor that is named, or a new one. */
async function showCreditor(visit: Visit, req: Parameters<Room>[1]): Promise<void> {
  const { id } = req.query;
  const known = typeof id === 'string' ? await visit.api.call('GET /creditors/{id}', { params: { id } }) : {};
  await showForm(visit, known, {}, []);
}

async function showForm(
  visit: Visit,
  known: object,
  sent: Sent,
  faults: readonly Fault[],
  wrongLogo: string | null = null,
): Promise<void> {
  const id = 'id' in known ? String(known.id) : null;
  const choices = await plansFor(visit.api, id);
  const fields = fieldsShown(creditorFields, known, sent, faults).map((field) =>
    field.path === 'defaultPlan' ? { ...field, choices } : field,
  );
  const others = faultsElsewhere(creditorFields, faults).map(faultSaid);
  const logo = id === null ? null : await logoShown(visit.api, id);
  const mayKeep = isAtLeast(visit.session, 'admin');
  const data = { fields, isNew: id === null, id, others, mayKeep, logo, wrongLogo };
  await visit.show('creditor', 'Créancier', data, faults.length > 0 || wrongLogo !== null ? 422 : 200);
}

/** By name; a creditor that is none yet chooses among those that are shipped. */
function plansFor(api: Api, id: string | null): Promise<Choice[]> | Choice[] {
  return id === null ? plansForWork.map(({ id: value, name: label }) => ({ value, label })) : plansOf(api, id);
}

const WAITS = ' Ce qui décide où va l’argent attend qu’une seconde personne le confirme.';

const keepingCreditor: Room = async (visit, req) => {
  const sent = sentIn(req);
  const id = String(sent.id ?? '');
  const params = { id };
  const known = await visit.api.call('GET /creditors/{id}', { params }).catch(() => ({ planChoices: choicesByKind }));
  const { document: body, faults: ofKey } = creditorTold(known, sent);
  if (ofKey.length > 0) return showForm(visit, known, sent, ofKey);
  try {
    const made = await visit.api.call('PUT /creditors/{id}', { params, body });
    if (visit.session.creditorId === null) await visit.api.call('PUT /session', { body: { creditor: id } });
    const secrets = Object.entries(made.webhookSecrets).map(([purpose, secret]) => `${purpose}\u00a0: ${secret}`);
    if (secrets.length === 0)
      return visit.goOn('/reglages', { kind: 'good', text: `${id} est gardé.${made.waiting ? WAITS : ''}` });
    await showSettings(visit, {
      what: `${id} est créé. Ses secrets de webhook, montrés cette seule fois\u00a0:`,
      lines: secrets,
    });
  } catch (error) {
    mustBeRefused(error, 400, 403, 404);
    const faults = error.faults.length > 0 ? error.faults : [{ path: '', message: error.message }];
    await showForm(visit, known, sent, faults);
  }
};

/** The file becomes the logo; one that cannot be is told in its place. */
const keepingLogo: Room = async (visit, req) => {
  const { id = '' } = req.params;
  const known = await visit.api.call('GET /creditors/{id}', { params: { id } });
  const wrong = await keepLogo(visit, id, req);
  if (wrong !== null) return showForm(visit, known, {}, [], wrong);
  visit.goOn(pageOf(id), { kind: 'good', text: 'Le logo est gardé\u00a0: ce qui part maintenant le porte.' });
};

const removingLogo: Room = async ({ api, goOn }, req) => {
  const { id = '' } = req.params;
  await api.call('DELETE /creditors/{id}/logo', { params: { id } });
  goOn(pageOf(id), { kind: 'good', text: 'Le logo est retiré\u00a0: ce qui est parti le garde.' });
};

function pageOf(id: string): string {
  return `/reglages/creancier?id=${encodeURIComponent(id)}`;
}
