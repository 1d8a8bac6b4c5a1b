import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

interface MadeKey {
  readonly id: number;
  readonly key: string;
}

/** `key create`: a key of a creditor and a role, shown once. */
export function create({ creditor, role, json }: { creditor: string; role: string; json: boolean }): Promise<number> {
  return answer(json, async () => {
    const made = await (await connect()).post<MadeKey>('/keys', { creditor, role });
    return { document: made, text: `Clé ${made.id}, montrée cette seule fois\u00a0:\n${made.key}` };
  });
}

/** `key revoke`: it stops working at once. */
export function revoke({ id, json }: { id: string; json: boolean }): Promise<number> {
  return answer(json, async () => {
    const document = await (await connect()).delete(`/keys/${encodeURIComponent(id)}`);
    return { document, text: `Clé ${id} révoquée.` };
  });
}

/** `secret rotate`: a new webhook secret; the one before stays valid for a day. */
export function rotate({ creditor, purpose, json }: { creditor: string; purpose: string; json: boolean }): Promise<number> {
  return answer(json, async () => {
    const path = `/creditors/${encodeURIComponent(creditor)}/secrets`;
    const made = await (await connect()).post<{ secret: string; previousValidForHours: number }>(path, { purpose });
    const text = `Secret ${purpose}, montré cette seule fois (l’ancien vaut encore ${made.previousValidForHours} h)\u00a0:\n${made.secret}`;
    return { document: made, text };
  });
}

async function answer(json: boolean, ask: () => Promise<{ document: unknown; text: string }>): Promise<number> {
  try {
    const { document, text } = await ask();
    if (json) printJson(document);
    else print(text);
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}
