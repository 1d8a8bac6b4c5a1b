import type { ErrorRequestHandler, Request } from 'express';
import { carriesSession } from '../../api/contract/session-cookie.ts';
import { BadInput } from '../../domain/fault.ts';
import { sentence } from '../../domain/in-french.ts';
import { faultsSaid } from './faults-said.ts';
import { isHere } from './sign-in.ts';
import type { House } from './visit.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'La demande n’est pas comprise',
  401: 'Il faut entrer d’abord',
  403: 'Ce n’est pas permis',
  404: 'Rien à cette adresse',
  405: 'Rien à cette adresse',
  409: 'Refusé',
  413: 'Trop grand',
  415: 'La demande n’est pas comprise',
  429: 'Trop d’essais',
  500: 'Quelque chose a échoué ici',
  503: 'Indisponible pour le moment',
};

const advice: Readonly<Record<number, string>> = {
  401: 'Votre session est finie, ou ce lien a déjà servi. Entrez de nouveau.',
  403: 'Votre rôle ne le permet pas, ou la demande vient d’une page d’un autre site.',
  404: 'La page, le dossier ou le document n’existe pas, ou n’est pas de vos créanciers.',
  405: 'Cette adresse ne se demande pas ainsi\u00a0: passez par la page qui y mène.',
  415: 'Recommencez depuis la page du site\u00a0: ce qui est venu n’est pas un de ses formulaires.',
  429: 'Attendez une minute avant de recommencer.',
  500: 'C’est noté dans le journal. La demande peut être refaite.',
  503: 'Le moteur ne répond pas. Ce qui a été demandé n’est pas perdu\u00a0: recommencez dans un instant.',
};

/** The error page of the site, where a person's browser meets a refusal: of a page, or of the API. Programs get their problem document. */
export function errorPages({ pages, assets, log }: House): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent || !isVisit(req)) return next(error);
    const status = statusOf(error);
    if (status === 500) log.error({ err: error, path: req.path }, 'page failed');
    if (status === 401 && req.method === 'GET' && !req.path.startsWith('/entry/'))
      return res.redirect(303, `/connexion?suite=${encodeURIComponent(req.originalUrl)}`);
    const said = error instanceof Error ? saidOf(error) : '';
    const html = pages('error', {
      assets,
      title: titles[status] ?? 'Refusé',
      said: advice[status] === undefined ? said : '',
      advice: advice[status] ?? '',
      isHere: status === 401 && isHere(req),
      isIn: status !== 401 && carriesSession(req.headers.cookie),
      kept: status === 401 && req.method === 'POST' ? keptForm(req) : null,
    });
    res.status(status).type('html').send(html);
  };
}

function saidOf(error: Error): string {
  if (!(error instanceof BadInput)) return tooMuch(error) ?? sentence(error.message);
  return faultsSaid(error.faults.map((fault) => ({ ...fault, message: sentence(fault.message) })));
}

/** What the reader of forms refuses in English; null for every other error. */
function tooMuch(error: Error): string | null {
  const type = 'type' in error ? error.type : null;
  const isTooMuch = type === 'parameters.too.many' || type === 'entity.too.large';
  return isTooMuch ? 'C’est trop à la fois\u00a0: rien n’a été fait. Recommencez par parties.' : null;
}

/** What was typed when the session ended: it is sent again once somebody has come in. */
function keptForm({ originalUrl, body }: Request) {
  const fields = Object.entries((body ?? {}) as Record<string, string | string[]>).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value: String(value) })),
  );
  return { action: originalUrl, fields };
}

/** A browser that shows pages, in no program's name. */
function isVisit(req: Request): boolean {
  return req.headers.authorization === undefined && req.accepts(['application/json', 'text/html']) === 'text/html';
}

/** An address that is no text is one at which nothing is. */
function statusOf(error: unknown): number {
  if (!(error instanceof Error)) return 500;
  if (error instanceof URIError) return 404;
  if ('status' in error && typeof error.status === 'number') return error.status;
  return { BadInput: 400, Refusal: 409 }[error.name] ?? 500;
}
