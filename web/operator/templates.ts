import { type RequestHandler, Router } from 'express';
import type { AnswerOf, AskedOf } from '../../api/client.ts';
import { templateName } from '../../domain/case/show/french.ts';
import { inFrench } from '../../domain/in-french.ts';
import { sendShownDocument } from '../shared/headers.ts';
import { type Api, ApiProblem, apiFor, queryText } from './api.ts';
import { writtenForm } from './message.ts';
import { askedIn } from './sent.ts';
import { type House, type Room, roomOf } from './visit.ts';

const HERE = '/reglages/modeles';
const SAMPLE = 'GET /templates/{template}/sample';

type Kind = NonNullable<NonNullable<AskedOf<typeof SAMPLE>['query']>['kind']>;
const kinds: readonly { readonly id: Kind; readonly name: string }[] = [
  { id: 'business', name: 'Une entreprise' },
  { id: 'consumer', name: 'Un particulier' },
  { id: 'public', name: 'Une personne publique' },
];
const tones = { friendly: 'Aimable', firm: 'Ferme', last: 'Dernière' } as const;
const formNames = { email: 'E-mail', sms: 'SMS', letter: 'Lettre' } as const;

/** Modèles: the wordings in force, each written to an invented debtor in the name of the creditor, with what the lint finds. */
export function templateRooms(house: House): Router {
  return Router()
    .get(HERE, roomOf(house, showTemplates))
    .get(`${HERE}/:template`, roomOf(house, showTemplate))
    .get(`${HERE}/:template/tel-quel`, asItLeaves);
}

const showTemplates: Room = async ({ api, session, show }) => {
  if (session.creditorId === null) return show('choose', 'Modèles', {});
  const { templates } = await api.call('GET /templates');
  const lines = templates.map(({ template, forms, faults }) => ({
    name: templateName(template),
    href: `${HERE}/${template}`,
    forms: forms.map((form) => formNames[form]).join(', '),
    faults: [...new Set(faults.map(({ message }) => inFrench({ path: '', message })))],
  }));
  await show('templates', 'Modèles', { lines });
};

interface Asked {
  readonly template: string;
  readonly kind: Kind;
  readonly tone: keyof typeof tones;
}

function askedOf(req: Parameters<RequestHandler<Record<string, string>>>[0]): Asked {
  const { type, ton } = askedIn(req);
  const kind = kinds.find(({ id }) => id === type)?.id ?? 'business';
  const tone = ton === 'firm' || ton === 'last' ? ton : 'friendly';
  return { template: req.params.template ?? '', kind, tone };
}

const showTemplate: Room = async ({ api, session, show }, req) => {
  if (session.creditorId === null) return show('choose', 'Modèles', {});
  const asked = askedOf(req);
  const [sample, { templates }] = await Promise.all([sampleOf(api, asked), api.call('GET /templates')]);
  const known = templates.find(({ template }) => template === asked.template);
  const query = { type: asked.kind, ton: asked.tone };
  await show('template', templateName(asked.template), {
    name: templateName(asked.template),
    kinds,
    asked,
    tones: (known?.tones ?? []).map((id) => ({ id, name: tones[id] })),
    forms: (known?.forms ?? []).map((form) => ({
      name: formNames[form],
      ...writtenForm(sample, form, `${HERE}/${asked.template}/tel-quel${queryText({ ...query, forme: form })}`),
    })),
    faults: sample.faults.map(({ message }) => inFrench({ path: '', message })),
  });
};

type Sample = AnswerOf<typeof SAMPLE>;

function sampleOf(api: Api, { template, kind, tone }: Asked): Promise<Sample> {
  return api.call(SAMPLE, { params: { template }, query: { kind, tone } });
}

/** The page of an e-mail or a letter, for the frame: nothing runs in it, nothing is fetched. */
const asItLeaves: RequestHandler<Record<string, string>> = async (req, res) => {
  const written = (await sampleOf(apiFor(req), askedOf(req)))[askedIn(req).forme === 'letter' ? 'letter' : 'email'];
  if (!('html' in written)) throw new ApiProblem(404, 'Ce modèle n’a pas cette forme.');
  sendShownDocument(res, written.html);
};
