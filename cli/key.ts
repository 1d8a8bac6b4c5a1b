import type { AnswerOf } from '../api/client.ts';
import { isCivilDate } from '../domain/calendar/civil-date.ts';
import { parisInstant, toInstant } from '../domain/calendar/paris.ts';
import { frenchInstant } from '../domain/case/show/french.ts';
import { connect } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

type Role = AnswerOf<'POST /keys'>['role'];
type ListedKey = AnswerOf<'GET /keys'>['keys'][number];
type Purpose = AnswerOf<'POST /creditors/{id}/secrets'>['purpose'];

export interface KeyOptions {
  readonly creditor: string;
  readonly role: string;
  readonly name?: string;
  /** A day in Paris from which it opens nothing any more, or an instant. */
  readonly expires?: string;
  readonly json: boolean;
}

/** `key create`: a key of a creditor and a role, shown once. */
export function create({ creditor, role, name, expires, json }: KeyOptions): Promise<number> {
  return answer(json, async () => {
    const label = {
      ...(name === undefined ? {} : { name }),
      ...(expires === undefined ? {} : { expiresAt: instantIn(expires) }),
    };
    const body = { creditor, role: role as Exclude<Role, 'admin'>, ...label };
    const made = await (await connect()).call('POST /keys', { body });
    const until = made.expiresAt === undefined ? '' : `, valable jusqu’au ${frenchInstant(made.expiresAt)}`;
    return { document: made, text: `Clé ${made.id}, montrée cette seule fois${until}\u00a0:\n${made.key}` };
  });
}

function instantIn(expires: string): string {
  return isCivilDate(expires) ? toInstant(parisInstant(expires)) : expires;
}

/** `key list`: every key, without what it is. */
export function list({ json }: { json: boolean }): Promise<number> {
  return answer(json, async () => {
    const document = await (await connect()).call('GET /keys');
    const lines = document.keys.map(
      ({ id, name, role, creditorId, createdAt, ...ends }) =>
        `${id}  ${role}  ${creditorId ?? 'tous les créanciers'}  depuis le ${frenchInstant(createdAt)}${name ? `  ${name}` : ''}${endOf(ends)}`,
    );
    return { document, text: lines.join('\n') || 'Aucune clé.' };
  });
}

function endOf({ expiresAt, revokedAt }: Pick<ListedKey, 'expiresAt' | 'revokedAt'>): string {
  if (revokedAt !== null) return '  révoquée';
  if (expiresAt === null) return '';
  return Date.parse(expiresAt) <= Date.now() ? '  expirée' : `  jusqu’au ${frenchInstant(expiresAt)}`;
}

/** `key revoke`: it stops working at once. */
export function revoke({ id, json }: { id: string; json: boolean }): Promise<number> {
  return answer(json, async () => {
    const document = await (await connect()).call('DELETE /keys/{id}', { params: { id } });
    return { document, text: `Clé ${id} révoquée.` };
  });
}

export interface RotateOptions {
  readonly creditor: string;
  readonly purpose: string;
  /** Hours for which the secret before stays valid, 0 to 24. */
  readonly grace?: string;
  readonly json: boolean;
}

/** `secret rotate`: a new webhook secret; the one before stays valid for as many hours as are said, a day unless they are. */
export function rotate({ creditor, purpose, grace, json }: RotateOptions): Promise<number> {
  return answer(json, async () => {
    const hours = grace === undefined ? {} : { graceHours: grace.trim() === '' ? Number.NaN : Number(grace) };
    const asked = { params: { id: creditor }, body: { purpose: purpose as Purpose, ...hours } };
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
