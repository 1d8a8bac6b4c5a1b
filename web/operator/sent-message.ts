import { type RequestHandler, Router } from 'express';
import type { AnswerOf } from '../../api/client.ts';
import { stepName, templateName } from '../../domain/case/show/french.ts';
import { LOGO_SRC } from '../../domain/party/logo.ts';
import { sendShownDocument } from '../shared/headers.ts';
import { type Api, ApiProblem, apiFor } from './api.ts';
import { stepIn } from './message.ts';
import { type House, roomOf } from './visit.ts';

/** A message as it left, from the record that the evidence cites. */
type SentMessage = AnswerOf<'GET /cases/{caseId}/messages/{messageId}'>;

/** What was really sent: the page around it, and for its frame the e-mail itself. */
export function sentMessageRooms(house: House): Router {
  return Router()
    .get(
      '/dossiers/:caseId/messages/:messageId',
      roomOf(house, async ({ api, show }, req) => {
        const { caseId = '' } = req.params;
        const message = await sentMessage(api, req.params);
        const { to, subject = '', html, text = '' } = message.record;
        const src = html === undefined ? '' : `${req.path}/tel-quel`;
        const step = await stepIn(api, caseId, message.step);
        const name = step ? stepName(step) : templateName(message.template);
        await show('message', 'Un message', { caseId, name, message, subject, text, src, to: addressText(to) });
      }),
    )
    .get('/dossiers/:caseId/messages/:messageId/tel-quel', asItLeft);
}

const asItLeft: RequestHandler<Record<string, string>> = async (req, res) => {
  const { record, logo } = await sentMessage(apiFor(req), req.params);
  if (record.html === undefined) throw new ApiProblem(404, 'Ce message n’a pas de page.');
  sendShownDocument(res, logo === undefined ? record.html : record.html.replaceAll(LOGO_SRC, logo));
};

function sentMessage(api: Api, { caseId = '', messageId = '' }: Record<string, string>): Promise<SentMessage> {
  return api.call('GET /cases/{caseId}/messages/{messageId}', { params: { caseId, messageId } });
}

/** An e-mail address or a number as it is; a postal address on one line. */
function addressText(to: unknown): string {
  if (typeof to === 'string') return to;
  return typeof to === 'object' && to !== null ? Object.values(to).join(', ') : '';
}
