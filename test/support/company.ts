import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToDo } from '../../activities/activities.ts';
import { folderStore } from '../../activities/files/store.ts';
import { sendActivities } from '../../activities/index.ts';
import { moveFeed } from '../../db/bank.ts';
import { putCreditor } from '../../db/creditors.ts';
import type { Database } from '../../db/database.ts';
import { putDebtor } from '../../db/debtors.ts';
import { evidenceOf } from '../../db/evidence.ts';
import { factOfRow } from '../../db/evidence-chain.ts';
import { instantAt, msOf } from '../../domain/calendar/clock.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { creditorSchema, debtorSchema } from '../../domain/party/party-schema.ts';
import type { Plan } from '../../domain/plan/plan.ts';
import { parsePlan } from '../../domain/plan/plan-document.ts';
import { loadTemplates } from '../../templates/renderer.ts';
import type { SendRequest } from '../../words/message.ts';
import { type Came, came } from './came.ts';
import { creditor, debtor, openingOf } from './parties.ts';
import { byAllWays, type FakeCourier, fakeCourier, quietly } from './sending.ts';
import { opened, written } from './written.ts';

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
const planWith = (fields: object): Plan =>
  parsePlan({
    id: 'company',
    version: 1,
    name: 'Deux relances',
    gap: 'P3D',
    steps: [step('r5', 'P5D', ['email']), step('r15', 'P15D', ['email', 'sms'])],
    ...fields,
  });

/** Several invoices of one debtor, as their workflows and the database know them. */
export interface Company {
  readonly creditorId: string;
  readonly idOf: (id: string) => string;
  readonly courier: FakeCourier;
  /** An invoice due on a day, after some facts, recorded as its workflow would have. */
  readonly add: (id: string, dueOn: string, facts?: readonly Partial<Fact>[]) => Promise<void>;
  /** Tells an invoice a fact. */
  readonly hear: (id: string, fact: Partial<Fact>) => Promise<unknown>;
  /** One attempt of the activity for an invoice; answers what it was told by it. */
  readonly send: (id: string, act: Pick<SendRequest, 'step' | 'channel'>) => Promise<Came>;
  /** What an invoice was told of its messages so far today, by whatever case. */
  readonly told: (id: string) => Promise<Came>;
  readonly end: () => void;
}

/** Opens a creditor of its own in a database; `findable`: its provider can be asked what became of a message. */
export async function openCompany(db: Database, creditorId: string, findable: boolean, fields: object = {}): Promise<Company> {
  const plan = planWith(fields);
  const folder = mkdtempSync(join(tmpdir(), 'exigible-company-'));
  await putCreditor(db, creditorSchema.parse({ ...creditor, id: creditorId }));
  await putDebtor(db, creditorId, debtorSchema.parse(debtor));
  await moveFeed(db, creditorId, creditor.iban, MONDAY);
  const idOf = (id: string) => `invoice:${creditorId}:${id}`;
  const courier = fakeCourier(findable);
  const clock = () => NOW_MS;
  const couriers = byAllWays(courier);
  const sends = sendActivities({ db, clock, templates: loadTemplates(), store: folderStore(folder), couriers });
  const factOf = (fact: Partial<Fact>) => ({ at: instantAt(NOW_MS), actor: 'case', ...fact }) as Fact;
  return {
    creditorId,
    idOf,
    courier,
    async add(id, dueOn, told = []) {
      const opening = { ...openingOf(MONDAY, 0, { id }), creditorId, debtor: { ...openingOf(MONDAY, 0).debtor, id: debtor.id } };
      const dated = { ...opening, invoice: { ...opening.invoice, dueOn, issuedOn: null } };
      await opened(db, { opening: dated, plan }, msOf('2026-02-02T08:00:00+01:00'));
      await written(db, idOf(id), told.map(factOf), NOW_MS);
    },
    hear: (id, fact) => written(db, idOf(id), [factOf(fact)], NOW_MS),
    async send(id, { step, channel }) {
      const before = (await evidenceOf(db, idOf(id))).length;
      const todo: ToDo = {
        caseId: idOf(id),
        run: 1,
        nowMs: NOW_MS,
        isLong: false,
        act: { do: 'send', step: step ?? '', channel },
      };
      await quietly().run((given: ToDo) => sends.send(given), todo);
      return came((await evidenceOf(db, idOf(id))).slice(before).map(factOfRow));
    },
    told: async (id) => came((await evidenceOf(db, idOf(id))).map(factOfRow).filter(({ at }) => at >= instantAt(NOW_MS))),
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
