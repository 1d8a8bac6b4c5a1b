import type { RequestHandler } from 'express';
import type { Routes } from '../contract/route.ts';
import { HttpProblem } from './problem.ts';

const SEGMENT = '[^/]+';

/** Refuses, with 405 and Allow, a method that a known path does not answer; before any key is looked at. */
export function knownMethods(routes: Routes): RequestHandler {
  const places = Object.keys(routes).map(shapeOf);
  return (req, res, next) => {
    const methods = places.filter(({ pattern }) => pattern.test(req.path)).map(({ method }) => method);
    if (methods.length === 0) return next();
    const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
    if (req.method === 'OPTIONS') return void res.status(204).set('Allow', allowed.join(', ')).end();
    if (allowed.includes(req.method)) return next();
    res.set('Allow', allowed.join(', '));
    throw new HttpProblem(405, `${req.path} answers ${allowed.join(', ')}, not ${req.method}.`);
  };
}

/** What the path of a route looks like, and its method. */
function shapeOf(name: string): { readonly method: string; readonly pattern: RegExp } {
  const [method = '', path = ''] = name.split(' ');
  return { method, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, SEGMENT)}/?$`) };
}
