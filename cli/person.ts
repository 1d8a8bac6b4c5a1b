import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { counted } from '../domain/case/show/french.ts';
import { refuse } from '../domain/fault.ts';
import { connect, ofCreditor } from './connect.ts';
import { EXIT, print, printJson, reportBadInput } from './io.ts';

export interface PersonOptions {
  readonly id: string;
  readonly creditor?: string;
  readonly json: boolean;
}

/** Everything known of a debtor in one ZIP, to answer him. Exit 2 when the file is there already. */
export async function exportPerson({ id, creditor, out, json }: PersonOptions & { readonly out?: string }): Promise<number> {
  try {
    const target = resolve(out ?? `personne-${id.replace(/[^A-Za-z0-9._-]+/g, '-')}.zip`);
    if (existsSync(target)) refuse('--out', `« ${target} » exists already, expected a new file`);
    const archive = await (await connect()).call('GET /debtors/{id}/person', { params: { id }, query: ofCreditor(creditor) });
    writeFileSync(target, archive, { flag: 'wx', mode: 0o600 });
    if (json) printJson({ out: target, bytes: archive.length });
    else print(`${target}\u00a0: tout ce qui est connu de ${id}.`);
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

/** Erases the identity of a debtor without an open case, and says what law orders to keep. Exit 1 while a case is open. */
export async function erasePerson({ id, creditor, json }: PersonOptions): Promise<number> {
  try {
    const api = await connect();
    const done = await api.call('POST /debtors/{id}/erasure', { params: { id }, query: ofCreditor(creditor) });
    if (json) printJson(done);
    else {
      print(`L’identité de ${id} est effacée depuis le ${done.erasedAt}. Reste, sans elle\u00a0:`);
      for (const { what, why, months } of done.kept) print(`- ${what}\u00a0: ${why} (${durationOf(months)})`);
    }
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

/** Closes every link to the page of a debtor: those of messages that have left open nothing any more. */
export async function closeLinks({ id, creditor, json }: PersonOptions): Promise<number> {
  try {
    const api = await connect();
    const done = await api.call('DELETE /debtors/{id}/links', { params: { id }, query: ofCreditor(creditor) });
    if (json) printJson(done);
    else
      print(
        done.revoked === 0
          ? `Aucun lien n’ouvrait la page de ${id}.`
          : `${counted(done.revoked, 'lien')} vers la page de ${id} n’ouvre${done.revoked > 1 ? 'nt' : ''} plus rien.`,
      );
    return EXIT.done;
  } catch (error) {
    return reportBadInput(error, json);
  }
}

function durationOf(months: number | null): string {
  if (months === null) return 'sans terme';
  return months % 12 === 0 ? `${months / 12} an${months > 12 ? 's' : ''}` : `${months} mois`;
}
