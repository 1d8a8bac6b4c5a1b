import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type ApiClient, type AskedOf, createClient, type TimelineLine } from '../../api/client.ts';
import { type CaseView, questionIn } from '../../domain/case/view.ts';
import { BadInput, Refusal } from '../../domain/fault.ts';
import { shippedPlans } from '../../domain/plan/shipped.ts';
import { creditor } from './parties.ts';
import { until } from './runner/patience.ts';

const GLANCE_MS = 250;

/** A billing system, a bank and an operator who do not give up: whatever is not answered is sent again, under the same id. */
export interface Outside {
  readonly client: ApiClient;
  /** The key of an approver of the creditor. */
  readonly key: string;
  /** The webhook secrets, shown once when the creditor was registered. */
  readonly secrets: Readonly<Record<'billing' | 'bank', string>>;
  /** Sends a webhook until it is accepted; answers with the case it concerns. */
  tell(purpose: 'billing' | 'bank', type: string, data: object, id?: string): Promise<string | null>;
  /** Sends an operator's act until a worker answered it. Rejects when a rule refuses it. */
  act(caseId: string, act: string, payload?: object): Promise<void>;
  /** An approver says yes to what waits for him, as he read it. */
  approve(caseId: string): Promise<void>;
  /** Waits until the case shows what is looked for. Rejects when it hangs, saying where the case stands. */
  until(caseId: string, shows: (seen: CaseView, lines: readonly TimelineLine[]) => boolean): Promise<CaseView>;
  timeline(caseId: string): Promise<readonly TimelineLine[]>;
}

/** Registers the creditor of the tests and answers with the world around him. */
export async function meetOutside(url: string, adminKey: string): Promise<Outside> {
  const admin = createClient({ url, key: adminKey });
  const { webhookSecrets: made } = await admin.call('PUT /creditors/{id}', { params: { id: creditor.id }, body: creditor });
  const webhookSecrets = { billing: made.billing ?? '', bank: made.bank ?? '' };
  const { key } = await admin.call('POST /keys', { body: { creditor: creditor.id, role: 'approver' } });
  const client = createClient({ url, key });
  const quick = shippedPlans.find(({ id }) => id === 'demo');
  await client.call('PUT /plans/{id}', { params: { id: 'demo' }, body: quick as AskedOf<'PUT /plans/{id}'>['body'] });
  const timeline = (caseId: string) => untilAnswered(() => client.timeline(caseId));
  const act = async (caseId: string, name: string, payload: object = {}) => {
    const asked = { ...payload, requestId: randomUUID() };
    await untilAnswered(async () => {
      const answer = await client.act(caseId, name, asked);
      if ('status' in answer && answer.status === 'pending') throw new Error('no worker answered yet');
    });
  };
  return {
    client,
    key,
    secrets: webhookSecrets,
    timeline,
    async tell(purpose, type, data, id = randomUUID()) {
      const event = { type, timestamp: new Date().toISOString(), data };
      const signed = { purpose, creditorId: creditor.id, secret: webhookSecrets[purpose], event, id };
      return (await untilAnswered(() => client.tell(signed))).caseId;
    },
    act,
    async approve(caseId) {
      const { tasks } = await untilAnswered(() => client.case(caseId));
      await act(caseId, 'approve', questionIn(tasks));
    },
    async until(caseId, shows) {
      let seen: CaseView | null = null;
      const isShown = async () => {
        seen = await seenOf(client, caseId);
        return seen !== null && shows(seen, await timeline(caseId));
      };
      const stays = async () => `${caseId} stays ${JSON.stringify(seen)} ${JSON.stringify(await timeline(caseId))}`;
      await until(isShown, stays, GLANCE_MS);
      return seen ?? Promise.reject(new Error(`${caseId} is not there`));
    },
  };
}

/** A case that is not recorded yet is null. */
function seenOf(client: ApiClient, caseId: string): Promise<CaseView | null> {
  return untilAnswered(() =>
    client.case(caseId).catch((error: unknown) => {
      if (error instanceof BadInput) return null;
      throw error;
    }),
  );
}

/** What the API refuses is final; what it cannot answer now is asked again. */
export async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof BadInput || error instanceof Refusal) throw error;
      await pause(GLANCE_MS);
    }
  }
}
