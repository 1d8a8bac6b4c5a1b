import type { AnswerOf } from '../api/client.ts';
import { frenchInstant } from '../domain/case/show/french.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

type Role = AnswerOf<'POST /keys'>['role'];
type Purpose = AnswerOf<'POST /creditors/{id}/secrets'>['purpose'];

/** `key create`: a key of a creditor and a role, shown once. */
export function create({ creditor, role, json }: { creditor: string; role: string; json: boolean }): Promise<number> {
  return answer(json, async () => {
    const made = await (await connect()).call('POST /keys', { body: { creditor, role: role as Exclude<Role, 'admin'> } });
    return { document: made, text: `Clé ${made.id}, montrée cette seule fois\u00a0:\n${made.key}` };
  });
}

/** `key list`: every key, without what it is. */
export function list({ json }: { json: boolean }): Promise<number> {
  return answer(json, async () => {
    const document = await (await connect()).call('GET /keys');
    const lines = document.keys.map(
      ({ id, name, role, creditorId, createdAt, revokedAt }) =>
        `${id}  ${role}  ${creditorId ?? 'tous les créanciers'}  depuis le ${frenchInstant(createdAt)}${name ? `  ${name}` : ''}${revokedAt ? '  révoquée' : ''}`,
    );
    return { document, text: lines.join('\n') || 'Aucune clé.' };
  });
}

/** `key revoke`: it stops working at once. */
export function revoke({ id, json }: { id: string; json: boolean }): Promise<number> {
  return answer(json, async () => {
    const document = await (await connect()).call('DELETE /keys/{id}', { params: { id } });
    return { document, text: `Clé ${id} révoquée.` };
  });
}

/** `secret rotate`: a new webhook secret; the one before stays valid for a day. */
export function rotate({ creditor, purpose, json }: { creditor: string; purpose: string; json: boolean }): Promise<number> {
  return answer(json, async () => {
    const asked = { params: { id: creditor }, body: { purpose: purpose as Purpose } };
    const made = await (await connect()).call('POST /creditors/{id}/secrets', asked);
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
