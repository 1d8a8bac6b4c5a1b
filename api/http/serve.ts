import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { json, type Request, type RequestHandler, type Response, Router } from 'express';
import * as z from 'zod';
import type { KeyHolder } from '../../db/keys.ts';
import { readDocument, strict } from '../../domain/document-schema.ts';
import { BadInput, refuse } from '../../domain/fault.ts';
import { namesOf } from '../../domain/table.ts';
import { type Served, served } from '../contract/index.ts';
import { type Out, type ParamsOf, paramNames, placeOf, type Route } from '../contract/route.ts';
import { nameSchema, pathSchemas } from '../contract/schema.ts';
import type { Witness } from '../deps.ts';
import { holderIn, requireRole } from './auth.ts';
import { unplain } from './plain-body.ts';
import { HttpProblem } from './problem.ts';

const BODY_LIMIT = '1mb';
const NO_QUERY = strict({});

/** A file to hand over. */
export interface Download {
  readonly filename: string;
  readonly type: string;
  readonly sha256?: string;
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
}

type BodyOf<R> = R extends { readonly readsItself: true } | { readonly bodyType: string } ? unknown : Out<R, 'body'>;

/** A request whose every part was read by the declaration of its route. */
export interface Given<Name extends keyof Served> {
  readonly params: { readonly [P in ParamsOf<Name>]: string };
  readonly query: Out<Served[Name], 'query'>;
  readonly body: BodyOf<Served[Name]>;
  readonly holder: KeyHolder;
  readonly req: Request;
  readonly res: Response;
}

type Sent<A> = A extends { readonly schema: infer S extends z.ZodType }
  ? z.input<S>
  : A extends { readonly file: string }
    ? Download
    : null;

type Replies<A> = { [S in keyof A]: { readonly [K in S]: Sent<A[K]> } }[keyof A];
/** What a handler answers: its status and what the declaration promises under it. */
export type Reply<Name extends keyof Served> = Replies<Served[Name]['answers']>;

export type Handlers = {
  readonly [Name in keyof Served]: (given: Given<Name>) => Promise<Reply<Name>> | Reply<Name>;
};
type AnyHandler = (given: object) => Promise<Readonly<Record<number, unknown>>>;

/** The router of every declared route. A route without its handler does not compile. */
export function serve(handlers: Handlers, witness: Witness = () => {}): Router {
  const router = Router();
  for (const name of namesOf(served)) {
    const { method, path } = placeOf(name);
    const route: Route = served[name];
    const steps =
      route.body === undefined || route.bodyType !== undefined ? [] : [onlyJson, json({ limit: route.bodyLimit ?? BODY_LIMIT })];
    router[method](path, allowed(route), ...steps, handling(name, handlers[name] as AnyHandler, witness));
  }
  return router;
}

function allowed({ role }: Route): RequestHandler {
  return (_req, res, next) => {
    if (role !== 'anyone') requireRole(holderIn(res), role);
    next();
  };
}

/** A body of another type would be left out, and the act done without its fields. */
const onlyJson: RequestHandler = (req, _res, next) => {
  if (req.is('json') === false && req.get('content-length') !== '0')
    throw new HttpProblem(415, 'A body of type application/json is expected.');
  next();
};

function handling(name: keyof Served, handler: AnyHandler, witness: Witness): RequestHandler {
  const route: Route = served[name];
  const params = pathSchema(name);
  return async (req, res) => {
    const given = {
      params: readPath(params, req),
      query: readDocument(route.query ?? NO_QUERY, req.query),
      body: bodyIn(route, req),
      holder: holderIn(res),
      req,
      res,
    };
    const [[status, body] = [500, null]] = Object.entries(await handler(given));
    witness(name, Number(status), body);
    await send(res, route, Number(status), body);
  };
}

function pathSchema(name: string): z.ZodType<Record<string, string>> {
  return z.object(Object.fromEntries(paramNames(name).map((param) => [param, pathSchemas[param] ?? nameSchema])));
}

/** What stands in the path is named bare: it is no part of a document. */
function readPath(schema: z.ZodType<Record<string, string>>, { params }: Request): Record<string, string> {
  try {
    return readDocument(schema, { ...params });
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.faults.map(({ path, message }) => ({ path: path.replace('$.', ''), message })));
  }
}

function bodyIn({ body, bodyType, readsItself, written, named }: Route, req: Request): unknown {
  if (body === undefined || bodyType !== undefined) return undefined;
  const told: unknown = req.body;
  const faults = unplain(told, written);
  if (faults.length > 0) throw new BadInput(faults);
  if (named !== undefined) sameName(told, named, String(req.params[named]));
  return readsItself ? told : readDocument(body, told);
}

/** What the URL names and the document names again is the same. */
function sameName(body: unknown, field: string, name: string): void {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, field)) return;
  const given = (body as Readonly<Record<string, unknown>>)[field];
  if (given !== name)
    refuse(`$.${field}`, `got ${JSON.stringify(given)}, expected the ${field} of the URL, ${JSON.stringify(name)}`);
}

async function send(res: Response, { answers }: Route, status: number, body: unknown): Promise<void> {
  if (answers[status]?.file !== undefined) return sendFile(res, body as Download);
  res.status(status).json(body);
}

async function sendFile(res: Response, { filename, type, sha256, bytes }: Download): Promise<void> {
  res.attachment(filename).type(type);
  if (sha256 !== undefined) res.set('ETag', `"${sha256}"`);
  if (bytes instanceof Uint8Array) res.send(Buffer.from(bytes));
  else await pipeline(Readable.from(bytes), res);
}
