import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';

const GLANCE_MS = 300;

/** What the API answers of a case, as far as the demonstration looks at it. */
export interface SeenCase {
  readonly phase: string;
  readonly hold: string;
  readonly balanceCents: number;
  readonly needsHuman: boolean;
  readonly tasks: readonly { readonly kind: string; readonly content?: string }[];
  readonly closed: { readonly reason: string } | null;
}

export interface SeenLine {
  readonly sequence: number;
  readonly at: string;
  readonly type: string;
  readonly sentence: string;
  readonly fact?: Readonly<Record<string, unknown>>;
}

/** The outside world: a billing system, a bank, an operator. It knows the product by its HTTP alone. */
export class Outside {
  private readonly apiUrl: string;
  private readonly adminKey: string;
  /** The key of an approver of this creditor, once there is one. */
  private operatorKey = '';
  private readonly creditorId: string;
  private secrets: Readonly<Record<string, string>> = {};

  constructor(apiUrl: string, key: string, creditorId: string) {
    this.apiUrl = apiUrl;
    this.adminKey = key;
    this.creditorId = creditorId;
  }

  /** Registers the creditor and an operator of his. What is shown once (webhook secrets) is given back to be kept. */
  async introduce(creditor: object, known: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
    const { webhookSecrets } = (await this.call('PUT', `/creditors/${this.creditorId}`, creditor, this.adminKey)) as {
      webhookSecrets: Record<string, string>;
    };
    const made = (await this.call('POST', '/keys', { creditor: this.creditorId, role: 'approver' }, this.adminKey)) as {
      key: string;
    };
    this.operatorKey = made.key;
    this.secrets = { ...known, ...webhookSecrets };
    return this.secrets;
  }

  /** A signed webhook of the billing system or of the bank; answers with the case it opened, if it did. */
  async webhook(from: 'billing' | 'bank', type: string, data: object): Promise<string | null> {
    const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
    const id = `msg_${randomUUID()}`;
    const at = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(this.secrets[from] ?? '').sign(id, at, body),
    };
    const answer = await fetch(`${this.apiUrl}/webhooks/${from}/${this.creditorId}`, { method: 'POST', headers, body });
    if (answer.status !== 202) throw new Error(`webhook ${type} : ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { caseId: string | null }).caseId;
  }

  /** An operator hands a bank file over; the same file again is the same import, whose id this answers. */
  async statement(file: string, filename: string): Promise<string> {
    const headers = { authorization: `Bearer ${this.operatorKey}`, 'content-type': 'application/octet-stream' };
    const answer = await fetch(`${this.apiUrl}/statements?filename=${filename}`, { method: 'POST', headers, body: file });
    if (answer.status !== 202) throw new Error(`${filename} : ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { importId: string }).importId;
  }

  /** An operator's act. */
  async act(caseId: string, act: string, body: object = {}): Promise<void> {
    await this.call('POST', `/cases/${encodeURIComponent(caseId)}/acts/${act}`, body);
  }

  async putDebtor(id: string, debtor: object): Promise<void> {
    await this.call('PUT', `/debtors/${id}`, debtor);
  }

  async seen(caseId: string): Promise<SeenCase | null> {
    return (await this.call('GET', `/cases/${encodeURIComponent(caseId)}`)) as SeenCase | null;
  }

  async timeline(caseId: string): Promise<readonly SeenLine[]> {
    const answer = await this.call('GET', `/cases/${encodeURIComponent(caseId)}/timeline`);
    return (answer as { timeline?: SeenLine[] } | null)?.timeline ?? [];
  }

  /** Waits until the case shows what is looked for. */
  async until(caseId: string, shows: (seen: SeenCase, lines: readonly SeenLine[]) => boolean): Promise<void> {
    for (;;) {
      const seen = await this.seen(caseId);
      if (seen && shows(seen, await this.timeline(caseId))) return;
      await pause(GLANCE_MS);
    }
  }

  /** A case that is not there yet is null, not an error. */
  private async call(method: string, path: string, body?: object, key = this.operatorKey): Promise<unknown> {
    const headers = { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const answer = await fetch(`${this.apiUrl}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (answer.status === 404 && method === 'GET') return null;
    if (!answer.ok) throw new Error(`${method} ${path} : ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}

/** True once a step left, by that channel where one is named. */
export function sent(lines: readonly SeenLine[], step: string, channel?: string): boolean {
  return lines.some(
    ({ type, fact }) => type === 'sent' && fact?.step === step && (channel === undefined || fact.channel === channel),
  );
}
