import { writeAccess } from '../db/accesses.ts';
import { messagesOfCase } from '../db/messages.ts';
import { type LogoPart, logoUrl } from '../domain/party/logo.ts';
import { caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';
import { HttpProblem } from './http/problem.ts';
import type { Given, Handlers } from './http/serve.ts';
import { instantOf } from './stored-instant.ts';

type CaseMessage = Awaited<ReturnType<typeof messagesOfCase>>[number];

/** The messages of a case, and each as it left: the record whose digest the evidence cites. Reading one is written down. */
export function caseMessageHandlers(deps: ApiDeps) {
  return {
    'GET /cases/{caseId}/messages': async (given) => {
      const { id } = await caseIn(deps, given);
      return { 200: { caseId: id, messages: (await messagesOfCase(deps.db, id)).map(shown) } };
    },
    'GET /cases/{caseId}/messages/{messageId}': async (given) => ({ 200: await sentMessage(deps, given) }),
  } satisfies Partial<Handlers>;
}

async function sentMessage(deps: ApiDeps, given: Given<'GET /cases/{caseId}/messages/{messageId}'>) {
  const { id, creditorId } = await caseIn(deps, given);
  const { messageId } = given.params;
  const message = (await messagesOfCase(deps.db, id)).find((each) => each.id === messageId);
  if (!message?.sha256) throw new HttpProblem(404, `No message ${messageId} in case ${id}.`);
  const bytes = await deps.documents.get(message.sha256);
  await writeAccess(deps.db, { kind: 'document-read', actor: given.holder.name, creditorId, subject: `${id}/${messageId}` });
  const record = JSON.parse(Buffer.from(bytes).toString()) as { channel: string; logo?: LogoPart };
  return { ...shown(message), record, ...(record.logo ? { logo: await logoShown(deps, record.logo) } : {}) };
}

/** The part that the page of an e-mail shows, to be written into it. */
async function logoShown({ documents }: ApiDeps, logo: LogoPart): Promise<string> {
  return logoUrl(logo, Buffer.from(await documents.get(logo.sha256)).toString('base64'));
}

function shown({ id, step, channel, template, state, provider, reason, askedCents, currency, documentId, ...row }: CaseMessage) {
  return {
    id,
    step,
    channel,
    template,
    state,
    provider,
    reason,
    askedCents,
    currency,
    documentId,
    at: instantOf(row.sentAt ?? row.reservedAt),
  };
}
