import { type Request, Router } from 'express';
import { BadInput, type Fault } from '../../domain/fault.ts';
import { sentence } from '../../domain/in-french.ts';
import { planInBrief } from '../../domain/plan/plan-words.ts';
import { ADMIN_ONLY, ApiProblem, mustBeRefused } from './api.ts';
import { creditorFields } from './creditor-form.ts';
import { faultsElsewhere, fieldsShown } from './document-form.ts';
import { dryMonth } from './dry-month.ts';
import { received } from './entries.ts';
import { faultSaid } from './faults-said.ts';
import { partOf } from './first-steps-fields.ts';
import { keepCompany, keepFields } from './first-steps-keep.ts';
import { type Known, knownOf } from './first-steps-known.ts';
import { whyNot } from './import-words.ts';
import { type Sent, sentIn } from './sent.ts';
import { type House, isAtLeast, type Room, roomOf, type Visit } from './visit.ts';

/** One page of the way from nothing to what leaves. Whether it is done is read from what is there: one may go away and come back. */
interface Step {
  readonly id: string;
  readonly name: string;
  readonly isOptional?: true;
  readonly isDone: (known: Known) => boolean;
  /** What its page shows besides. */
  readonly look?: (visit: Visit, known: Known) => Promise<object>;
  /** Keeps what was sent; without it there is only to read. Throws an `ApiProblem` or `BadInput` for what is refused. */
  readonly keep?: (visit: Visit, known: Known, req: Request<Record<string, string>>) => Promise<void>;
}

const isThere = ({ creditor }: Known) => creditor !== null;

const steps: readonly Step[] = [
  { id: 'societe', name: 'Votre société', isDone: ({ isCompanyTold }) => isCompanyTold, keep: keepCompany },
  { id: 'compte', name: 'Votre compte bancaire', isDone: isThere, keep: keepFields },
  {
    id: 'mediateur',
    name: 'Votre médiateur',
    isOptional: true,
    isDone: ({ creditor }) => creditor?.mediator !== undefined,
    keep: keepFields,
  },
  {
    id: 'plan',
    name: 'Votre plan de relance',
    isDone: isThere,
    look: plansForBusinesses,
    keep: keepFields,
  },
  { id: 'envois', name: 'Par où les messages partent', isDone: isThere, look: senders },
  {
    id: 'releve',
    name: 'Un relevé de votre banque',
    isDone: ({ isHeard }) => isHeard,
    look: statements,
    keep: async (visit, _known, req) => void (await received(visit.api, req)),
  },
  { id: 'factures', name: 'Vos factures ouvertes', isDone: ({ hasCases }) => hasCases },
  { id: 'essai', name: 'Un mois à blanc', isDone: ({ hasCases, isHeld }) => hasCases && !isHeld, look: dryMonth },
  {
    id: 'service',
    name: 'La mise en service',
    isDone: ({ creditor, isHeld }) => creditor !== null && !isHeld,
    keep: async ({ api }, { creditor }) => void (await api.call('POST /releases', { body: { creditor: creditor?.id } })),
  },
];

/** The first steps of a creditor: company, account, mediator, plan, ways out, statement, invoices, a dry month, and only then what leaves. */
export function firstStepRooms(house: House): Router {
  return Router()
    .get('/premiers-pas', roomOf(house, resuming))
    .get(
      '/premiers-pas/:etape',
      roomOf(house, async (visit, req) => showStep(visit, stepOf(req), {})),
    )
    .post('/premiers-pas/:etape', roomOf(house, keeping));
}

const pathOf = ({ id }: Pick<Step, 'id'>) => `/premiers-pas/${id}`;

function stepOf({ params }: Request<Record<string, string>>): Step {
  const step = steps.find(({ id }) => id === params.etape);
  if (!step) throw new ApiProblem(404, 'Aucune étape de ce nom.');
  return step;
}

/** Where one stopped; at the end, the end. */
const resuming: Room = async (visit) => {
  if (visit.session.creditorId === null && visit.creditors.length > 0) return visit.show('choose', 'Premiers pas', {});
  const known = await knownOf(visit);
  visit.goOn(pathOf(steps.find(({ isDone, isOptional }) => !isOptional && !isDone(known)) ?? { id: 'service' }));
};

async function showStep(visit: Visit, step: Step, sent: Sent, faults: readonly Fault[] = []): Promise<void> {
  if (visit.session.creditorId === null && visit.creditors.length > 0) return visit.show('choose', 'Premiers pas', {});
  const known = await knownOf(visit);
  if (known.creditor === null && !['societe', 'compte'].includes(step.id)) return visit.goOn(pathOf({ id: 'societe' }));
  const fields = fieldsShown(creditorFields, known.creditor ?? {}, { ...known.draft, ...sent }, faults).filter(
    (field) => partOf(field) === step.id,
  );
  await visit.show(
    `first-${step.id}`,
    step.name,
    {
      known,
      step: { ...step, number: steps.indexOf(step) + 1 },
      steps: steps.map((each) => ({ ...each, isDone: each.isDone(known), path: pathOf(each) })),
      after: pathOf(steps[steps.indexOf(step) + 1] ?? step),
      fields,
      others: faultsElsewhere(fields, faults).map(faultSaid),
      mayKeep: isAtLeast(visit.session, step.id === 'releve' ? 'operator' : 'admin'),
      ...(await step.look?.(visit, known)),
    },
    faults.length > 0 ? 422 : 200,
  );
}

/** What is refused is said on the page that asked for it. */
const keeping: Room = async (visit, req) => {
  const step = stepOf(req);
  const sent = sentIn(req);
  const known = await knownOf(visit);
  try {
    await step.keep?.(visit, known, req);
  } catch (error) {
    const faults = faultsIn(error);
    const company = creditorFields.filter((field) => partOf(field) === 'societe').map(({ path }) => `$.${path}`);
    const isOfCompany = step.id === 'compte' && faults.some(({ path }) => company.includes(path));
    return showStep(visit, isOfCompany ? stepNamed('societe') : step, sent, faults);
  }
  const next = step.id === 'releve' || step.id === 'service' ? step : (steps[steps.indexOf(step) + 1] ?? step);
  visit.goOn(pathOf(next));
};

function stepNamed(wanted: string): Step {
  return steps.find(({ id }) => id === wanted) as Step;
}

function faultsIn(error: unknown): readonly Fault[] {
  if (error instanceof BadInput) return error.faults.map((fault) => ({ ...fault, message: sentence(fault.message) }));
  mustBeRefused(error, 400, 403, 404, 409, 413);
  if (error.status === 403) return [{ path: '', message: ADMIN_ONLY }];
  const isOfFields = error.faults.length > 0 && error.faults.every(({ path }) => path.startsWith('$'));
  return isOfFields ? error.faults : [{ path: '', message: error.message }, ...error.faults];
}

/** The plans that may be everybody’s usual one: those of consumers and public bodies are chosen by kind. */
async function plansForBusinesses({ api }: Visit) {
  const { plans } = await api.call('GET /plans');
  const usable = plans.filter(({ plan }) => plan.appliesTo.kinds?.includes('business') ?? true);
  return { plans: usable.map((each) => ({ ...each, brief: planInBrief(each.plan) })) };
}

/** The last files of the bank, and whether one is being read still. */
async function statements({ api }: Visit) {
  const [{ imports }, { accounts }] = await Promise.all([
    api.call('GET /statements', { query: { limit: 3 } }),
    api.call('GET /accounts'),
  ]);
  return {
    imports: imports.map((each) => ({ ...each, why: whyNot(each, accounts) })),
    isReading: imports.some(({ state }) => state === 'waiting' || state === 'settling'),
  };
}

/** By what each channel leaves, for who may know how the house is set up. */
async function senders({ api, session }: Visit) {
  return { installation: isAtLeast(session, 'admin') ? await api.call('GET /installation') : null };
}
