import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { type RequestHandler, Router } from 'express';

/** A file that pages ask for. `edit` changes its text once, and throws where it finds nothing to change. */
export interface Asset {
  readonly name: string;
  readonly file: string | URL;
  readonly edit?: (text: string) => string;
}

/** The files of a site under one address that changes with any of them: a browser keeps them for ever. */
export interface Assets {
  /** `/assets/3f1a…`, without a slash at its end; files find each other beside them. */
  readonly path: string;
  readonly router: RequestHandler;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Reads the files once; `under` is where they are served, such as `/assets`. */
export function assetsOf(under: string, given: readonly Asset[]): Assets {
  const files = new Map(given.map((asset) => [asset.name, bytesOf(asset)]));
  const hash = createHash('sha256');
  for (const [name, bytes] of files) hash.update(name).update(bytes);
  const path = `${under}/${hash.digest('hex').slice(0, 12)}`;
  const router = Router().get(`${under}/:hash/:name`, (req, res, next) => {
    const { hash: asked, name } = req.params;
    const bytes = files.get(name);
    if (bytes === undefined || `${under}/${asked}` !== path) return next();
    res.set('Cache-Control', 'public, max-age=31536000, immutable');
    res.type(types[extname(name)] ?? 'application/octet-stream').send(bytes);
  });
  return { path, router };
}

function bytesOf({ file, edit }: Asset): Buffer {
  const bytes = readFileSync(file);
  return edit ? Buffer.from(edit(bytes.toString())) : bytes;
}

/** A file of an installed package. */
export function packaged(path: string): string {
  return createRequire(import.meta.url).resolve(path);
}

/** What every page of ours stands on: its tokens and its letters. */
export const sharedAssets: readonly Asset[] = [
  { name: 'base.css', file: new URL('./base.css', import.meta.url) },
  ...[400, 600].map((weight) => ({
    name: `source-sans-3-${weight}.woff2`,
    file: packaged(`@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff2`),
  })),
];
