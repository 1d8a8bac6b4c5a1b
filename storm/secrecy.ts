import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { creditor, debtor } from '../test/support/parties.ts';
import { FILE, logFolder } from '../test/support/runner/logs.ts';
import type { World } from './world.ts';

/** Who is planted: the people, accounts and addresses of a storm. None of it may stand where nobody needs it. */
const planted: Readonly<Record<string, string>> = {
  'the name of the debtor': debtor.name,
  'the address of the debtor': debtor.registeredOffice.line1,
  'the e-mail of a debtor': 'compta@d-s',
  'the telephone of the debtor': debtor.mobile,
  'the IBAN of the creditor': creditor.iban,
  'the contact of the creditor': creditor.contact.name,
};

/**
 * Personal data where none belongs: what the processes wrote (logs, errors), the engine's own file (histories and failures of activities, not
 * sealed in a storm: ids and amounts alone cross it) and the metrics.
 */
export async function spilt({ product: { dataDir, apiUrl } }: World): Promise<string[]> {
  const own = `${process.env[FILE] ?? 'script'}.`;
  const files = [...filesIn(dataDir), ...filesIn(logFolder()).filter(([name]) => name.startsWith(own))];
  const metrics = Buffer.from(await fetch(`${apiUrl}/metrics`).then((answer) => answer.text()));
  return [...files.flatMap(([name, bytes]) => spiltIn(name, bytes)), ...spiltIn('/metrics', metrics)];
}

function spiltIn(where: string, bytes: Buffer): string[] {
  return Object.entries(planted)
    .filter(([, text]) => stands(bytes, text))
    .map(([what, text]) => `${where} holds ${what}: ${around(bytes, text)}`);
}

/** True when it stands there otherwise than at the head of an id: an entry of a bank is called after the creditor's account that it came to. */
function stands(bytes: Buffer, text: string): boolean {
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1))
    if (text !== creditor.iban || bytes.subarray(at + text.length, at + text.length + 1).toString() !== '.') return true;
  return false;
}

/** Enough to find the line that says it. */
function around(bytes: Buffer, text: string): string {
  const at = bytes.indexOf(text);
  return JSON.stringify(bytes.subarray(Math.max(0, at - 120), at + 60).toString());
}

/** The files that lie in a folder itself: below it are documents, bank files and messages, which hold what they must. */
function filesIn(folder: string): (readonly [string, Buffer])[] {
  return readdirSync(folder)
    .map((name) => [name, join(folder, name)] as const)
    .filter(([, path]) => statSync(path).isFile())
    .map(([name, path]) => [name, readFileSync(path)] as const);
}
