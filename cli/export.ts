import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { refuse } from '../domain/fault.ts';
import { caseNamed } from './case-named.ts';
import { connect } from './connect.ts';
import { EXIT, parseJson, print, printJson, reportBadInput } from './io.ts';
import { type Unpacked, unpack, writeFile, writeFiles } from './unpack.ts';

export interface ExportOptions {
  readonly id: string;
  /** A new folder, or a file whose name ends in `.zip`. */
  readonly out?: string;
  /** What was handed over, with its exhibits, instead of everything. */
  readonly court: boolean;
  readonly json: boolean;
}

interface Summary {
  readonly entries: number;
  readonly headDigest: string;
  readonly missing: readonly string[];
}

/** Writes everything known of a case as a folder or a ZIP that verifies without the product; exit 1 when a document is lost. */
export async function run({ id, out, court, json }: ExportOptions): Promise<number> {
  try {
    const target = resolve(out ?? `dossier-${id.replace(/[^A-Za-z0-9._-]+/g, '-')}`);
    if (existsSync(target)) refuse('--out', `« ${target} » exists already, expected a new folder or file`);
    const route = court ? 'GET /cases/{caseId}/court-file' : 'GET /cases/{caseId}/export';
    const api = await connect();
    const archive = await api.call(route, { params: { caseId: await caseNamed(api, id) } });
    const files = unpack(archive);
    if (target.endsWith('.zip')) writeFile(target, archive);
    else writeFiles(target, files);
    return court ? reportPieces(target, files, json) : report(target, files, json);
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function report(target: string, files: readonly Unpacked[], json: boolean): number {
  const { entries, headDigest, missing } = summaryIn(files);
  if (json) printJson({ out: target, files: files.length, entries, headDigest, missing });
  else {
    print(`${target}\u00a0: ${files.length} fichiers, ${entries} preuves. À vérifier sans ce logiciel\u00a0: voir VERIFIER.md.`);
    print(`Empreinte finale, à communiquer par une autre voie\u00a0: ${headDigest}`);
    for (const sha256 of missing) print(`Document perdu ou modifié dans le dépôt\u00a0: ${sha256}`);
  }
  return missing.length === 0 ? EXIT.done : EXIT.refused;
}

/** Exit 1 while an exhibit of the bordereau is to be joined. */
function reportPieces(target: string, files: readonly Unpacked[], json: boolean): number {
  const bordereau = Buffer.from(files.find(({ path }) => path === 'bordereau.txt')?.bytes ?? []).toString();
  const missing = [...bordereau.matchAll(/^(\d+\. .*)\n {3}À JOINDRE$/gm)].map(([, title]) => title ?? '');
  if (json) printJson({ out: target, files: files.length, missing });
  else {
    print(`${target}\u00a0: ${files.length} fichiers. Le bordereau numéroté est dans bordereau.txt.`);
    for (const title of missing) print(`À joindre\u00a0: ${title}`);
  }
  return missing.length === 0 ? EXIT.done : EXIT.refused;
}

function summaryIn(files: readonly Unpacked[]): Summary {
  const summary = files.find(({ path }) => path === 'dossier.json');
  return parseJson(Buffer.from(summary?.bytes ?? []).toString()) as Summary;
}
