import { Router } from 'express';
import * as z from 'zod';
import { readDocument, strict } from '../domain/document-schema.ts';
import { refuse } from '../domain/fault.ts';
import { type TemplateId, templateIds } from '../domain/plan/template-ids.ts';
import { type CaseParams, caseIn } from './case-access.ts';
import type { ApiDeps } from './deps.ts';

/** What `GET /cases/{id}/preview/{template}` may be asked. */
export const previewQuerySchema = strict({ tone: z.enum(['friendly', 'firm', 'last']).exactOptional() });

type PreviewParams = CaseParams & { readonly template: string };

/** A message as it would be written for a case today, in every form; nothing leaves. */
export function previewRoutes(deps: ApiDeps): Router {
  return Router().get<PreviewParams>('/cases/:caseId/preview/:template', async (req, res) => {
    const { id } = await caseIn(deps, req, res);
    res.json(await deps.previewOf(id, { template: templateIn(req.params), ...readDocument(previewQuerySchema, req.query) }));
  });
}

function templateIn({ template }: PreviewParams): TemplateId {
  const known = templateIds.find((id) => id === template);
  return known ?? refuse('template', `got « ${template} », expected one of ${templateIds.join(', ')}`);
}
