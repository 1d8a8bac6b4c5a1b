import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SendRequest, SendResult } from '../../activities/activities.ts';
import { recordActivities, sendActivities } from '../../activities/index.ts';
import { folderStore } from '../../activities/store.ts';
import { moveFeed } from '../../db/bank.ts';
import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { creditorSchema, debtorSchema } from '../../db/party-schema.ts';
import { instantAt, msOf } from '../../domain/calendar/clock.ts';
import { apply } from '../../domain/case/apply.ts';
import { type Case, openCase } from '../../domain/case/case.ts';
import type { Fact } from '../../domain/case/fact.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { parsePlan } from '../../domain/plan/plan-document.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import { creditor, debtor, openingOf } from './parties.ts';
import { type FakeCourier, fakeCourier, quietly } from './sending.ts';

/** The Monday on which everything falls due, at a second when every debtor’s place in the window has come. */
const MONDAY = '2026-03-09';
const NOW_MS = msOf('2026-03-09T11:59:59+01:00');

const step = (id: string, delay: string, channels: string[]) => ({
  id,
  act: 'message',
  anchor: 'after-due',
  delay,
  channels,
  template: 'reminder',
});

/** Two reminders, e-mail first, SMS with the second. */
const plan: Plan = parsePlan({
  id: 'company',
  version: 1,
  name: 'Deux relances',
  gap: 'P3D',
  steps: [step('r5', 'P5D', ['email']), step('r15', 'P15D', ['email', 'sms'])],
});

/** Several invoices of one debtor, as their workflows and the database know them. */
export interface Company {
  readonly creditorId: string;
  readonly idOf: (id: string) => string;
  readonly courier: FakeCourier;
  /** An invoice due on a day, after some facts, recorded as its workflow would have. */
  readonly add: (id: string, dueOn: string, facts?: readonly Partial<Fact>[]) => Promise<void>;
  /** What the case heard a moment ago, not recorded yet. */
  readonly hear: (id: string, fact: Partial<Fact>) => void;
  /** One attempt of the activity for an invoice. */
  readonly send: (id: string, act: Pick<SendRequest, 'step' | 'channel'>) => Promise<SendResult>;
  readonly end: () => void;
}

/** Opens a creditor of its own in a database; `findable`: its provider can be asked what became of a message. */
export async function openCompany(db: Database, creditorId: string, findable: boolean): Promise<Company> {
  const folder = mkdtempSync(join(tmpdir(), 'exigible-company-'));
  await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId }));
  await putDebtor(db, creditorId, debtorSchema.parse(debtor));
  await moveFeed(db, creditorId, creditor.iban, MONDAY);
  const cases = new Map<string, Case>();
  const idOf = (id: string) => `invoice:${creditorId}:${id}`;
  const caseOf = (id: string) => {
    const known = cases.get(idOf(id));
    if (!known) throw new Error(`no invoice ${id}`);
    return known;
  };
  const courier = fakeCourier(findable);
  const clock = () => NOW_MS;
  const readCase = (id: string) => Promise.resolve({ case: cases.get(id) as Case, plan });
  const store = folderStore(folder);
  const couriers = { email: courier, sms: courier, post: courier };
  const activities = sendActivities({ db, clock, readCase, templates: loadTemplates(), store, couriers });
  const factOf = (fact: Partial<Fact>) => ({ at: instantAt(NOW_MS), actor: 'case', ...fact }) as Fact;
  return {
    creditorId,
    idOf,
    courier,
    async add(id, dueOn, told = []) {
      const opening = { ...openingOf(MONDAY, 0, { id }), creditorId, debtor: { ...openingOf(MONDAY, 0).debtor, id: debtor.id } };
      const dated = { ...opening, invoice: { ...opening.invoice, dueOn, issuedOn: null } };
      const enteredAt = '2026-02-02T08:00:00+01:00';
      const opened = factOf({ type: 'opened', plan: plan.id, version: 1, at: enteredAt });
      const facts = [opened, ...told.map(factOf)];
      cases.set(
        idOf(id),
        facts.reduce((theCase, fact) => apply(theCase, fact, plan), openCase(dated, enteredAt)),
      );
      const record = { caseId: idOf(id), firstSequence: 1, facts, nextActAt: null, plan, opening: { case: dated, enteredAt } };
      await recordActivities({ db, clock }).recordFacts(record);
    },
    hear(id, fact) {
      cases.set(idOf(id), apply(caseOf(id), factOf(fact), plan));
    },
    send(id, act) {
      const attempt = (request: SendRequest) => activities.send(request);
      const request: SendRequest = { caseId: idOf(id), sequence: 1, nowMs: NOW_MS, ...act };
      return quietly().run<[SendRequest], SendResult, typeof attempt>(attempt, request);
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
