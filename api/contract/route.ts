import type * as z from 'zod';
import type { Role } from '../../domain/role.ts';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
/** A route as it is named everywhere: `GET /cases/{caseId}`. */
export type RouteName = `${Method} /${string}`;

/** What comes back under one status: JSON of that schema, a file of that type, or nothing. */
export interface Answer {
  readonly text: string;
  readonly schema?: z.ZodType;
  readonly file?: string;
}

/** One route, told once: the router reads what comes in by it, the document and the client are made of it. */
export interface Route {
  readonly text: string;
  readonly details?: string;
  /** The least role that may; `anyone`: no key, the route knows its callers by other means. */
  readonly role: Role | 'anyone';
  readonly query?: z.ZodType;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A body as callers send it: shown in the document, read by the route's own schema in a test. */
  readonly sample?: unknown;
  /** The type of the body when it is no JSON. */
  readonly bodyType?: string;
  /** How large a JSON body may be, where it is larger than usual: `20mb`. */
  readonly bodyLimit?: string;
  /** The body is described here and read by the act itself, whose sentences are French. */
  readonly readsItself?: true;
  /** Where the body may hold several lines that a person wrote: `$.text`. Everywhere else a text is one line. */
  readonly written?: readonly string[];
  /** The field of the body that the URL gives as well: given twice it must be the same. */
  readonly named?: string;
  readonly answers: { readonly [status: number]: Answer };
  /** What is refused besides what every route refuses. */
  readonly refusals?: { readonly [status: number]: string };
}

export type Routes = Readonly<Record<RouteName, Route>>;

/** Keeps the exact type of each route. */
export function routes<const R extends Routes>(told: R): R {
  return told;
}

/** JSON of a schema. */
export function json<S extends z.ZodType>(text: string, schema: S): { readonly text: string; readonly schema: S } {
  return { text, schema };
}

/** A file of a media type. */
export function file(text: string, type: string): { readonly text: string; readonly file: string } {
  return { text, file: type };
}

type ParamIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamIn<Rest> : never;
/** The names in the path of a route. */
export type ParamsOf<Name> = Name extends `${string} ${infer Path}` ? ParamIn<Path> : never;

/** A schema's input and output, nothing when the route has none. */
type In<R, Part extends string> = R extends { readonly [P in Part]: infer S extends z.ZodType } ? z.input<S> : undefined;
export type Out<R, Part extends string> = R extends { readonly [P in Part]: infer S extends z.ZodType } ? z.output<S> : undefined;

type Nothing = Record<never, never>;
type PartOf<Name extends string, Value> = [Value] extends [undefined]
  ? Nothing
  : Nothing extends Value
    ? { readonly [N in Name]?: Value }
    : { readonly [N in Name]: Value };

/** What a caller gives: the names in the path, the query, the body. */
export type Asked<Name extends RouteName, R> = ([ParamsOf<Name>] extends [never]
  ? Nothing
  : { readonly params: { readonly [P in ParamsOf<Name>]: string } }) &
  PartOf<'query', In<R, 'query'>> &
  (R extends { readonly bodyType: string }
    ? { readonly body: AsyncIterable<Uint8Array> }
    : R extends { readonly readsItself: true }
      ? { readonly body?: unknown }
      : PartOf<'body', In<R, 'body'>>);

type BodyOf<A> = A extends { readonly schema: infer S extends z.ZodType }
  ? z.output<S>
  : A extends { readonly file: string }
    ? Uint8Array
    : null;

/** What comes back when nothing is refused. */
export type Answered<R> = R extends { readonly answers: infer A } ? BodyOf<A[keyof A]> : never;

const PARAM = /\{(\w+)\}/g;

/** Method and path of a route, as express writes it: `/cases/:caseId`. */
export function placeOf(name: string): { readonly method: 'get' | 'put' | 'post' | 'delete'; readonly path: string } {
  const [method = '', path = ''] = name.split(' ');
  return { method: method.toLowerCase() as 'get', path: path.replaceAll(PARAM, ':$1') };
}

/** The names in the path of a route, in order. */
export function paramNames(name: string): string[] {
  return [...name.matchAll(PARAM)].map(([, param]) => param ?? '');
}
