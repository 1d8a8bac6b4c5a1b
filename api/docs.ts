import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { Router } from 'express';
import { openApiDocument } from './contract/openapi.ts';
import type { Routes } from './contract/route.ts';

/** `/openapi.json`, and `/docs` where people read it: everything from this machine, no foreign address. */
export function docRoutes(doors: Routes = {}): Router {
  const document = openApiDocument(doors);
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  return Router()
    .get('/openapi.json', (_req, res) => {
      res.json(document);
    })
    .get('/docs', (_req, res) => {
      res.type('html').send(page);
    })
    .get('/docs/start.js', (_req, res) => {
      res.type('js').send(start);
    })
    .use('/docs/assets', express.static(assets, { index: false }));
}

const page = `<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Exigible, l’API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
<main id="swagger-ui"></main>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
`;
