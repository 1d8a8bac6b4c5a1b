import type { RequestHandler } from 'express';
import { contract } from '../contract/index.ts';
import { HttpProblem } from './problem.ts';

const SEGMENT = '[^/]+';

/** Every route of the contract: what its path looks like, and its method. */
const places = Object.keys(contract).map((name) => {
  const [method = '', path = ''] = name.split(' ');
  return { method, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, SEGMENT)}/?$`) };
});

/** Refuses, with 405 and Allow, a method that a known path does not answer; before any key is looked at. */
export const knownMethods: RequestHandler = (req, res, next) => {
  const methods = places.filter(({ pattern }) => pattern.test(req.path)).map(({ method }) => method);
  if (methods.length === 0) return next();
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
  if (req.method === 'OPTIONS') return void res.status(204).set('Allow', allowed.join(', ')).end();
  if (allowed.includes(req.method)) return next();
  res.set('Allow', allowed.join(', '));
  throw new HttpProblem(405, `${req.path} answers ${allowed.join(', ')}, not ${req.method}.`);
};
