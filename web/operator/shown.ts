import { Router } from 'express';
import { sendShownDocument } from '../shared/headers.ts';
import { ApiProblem, apiFor } from './api.ts';
import { PREVIEW } from './message.ts';

/** A message as it leaves, for the frame of a page: its own looks, no script, nothing from elsewhere. */
export function shownRooms(): Router {
  return Router().get(['/montrer/:caseId/:template', '/montrer/:caseId/:template/:tone'], async (req, res) => {
    const { caseId = '', template = '', tone } = req.params as Record<string, string | undefined>;
    const preview = await apiFor(req).call(PREVIEW, { params: { caseId, template }, query: { tone } });
    const written = preview[req.query.forme === 'letter' ? 'letter' : 'email'];
    if (!('html' in written) || written.html === undefined) throw new ApiProblem(404, 'Ce message n’a pas cette forme.');
    sendShownDocument(res, written.html);
  });
}
