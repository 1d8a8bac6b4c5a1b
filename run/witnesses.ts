import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { s3Store } from '../activities/files/s3-store.ts';
import type { MailPort } from '../activities/ports/mail.ts';
import type { Config } from '../config.ts';
import type { Head, Witness, WitnessKind } from '../db/head-proof.ts';
import { bucketOf } from './document-store.ts';
import { stamped } from './time-stamp.ts';

/** Somebody who keeps a head where the owner of the database does not rule alone. `leave` rejects when it could not, to be tried again. */
export interface WitnessPort {
  readonly kind: WitnessKind;
  leave(head: Head): Promise<Omit<Witness, 'kind'>>;
}

/** The way out for the e-mail to a witness, and from whom it comes. */
export interface MailWay {
  readonly mail: MailPort;
  readonly fromEmail: string | null;
}

/** Those that the environment names; `mailWay` is asked for only when one of them is an address. */
export async function witnessesIn(config: Config, mailWay: () => Promise<MailWay>): Promise<WitnessPort[]> {
  const { EXIGIBLE_HEADS_FOLDER: folder, EXIGIBLE_HEADS_MAIL: to, EXIGIBLE_HEADS_TSA_URL: authority } = config;
  return [
    ...(folder === undefined ? [] : [inFolder(folder)]),
    ...inBucket(config),
    ...(to === undefined ? [] : [byMail(to, await mailWay())]),
    ...(authority === undefined ? [] : [byAuthority(authority)]),
  ];
}

/** What every witness is given: the whole head, which anybody can check with its public key. */
function textOf(head: Head): string {
  return `${JSON.stringify(head, null, 2)}\n`;
}

function nameOf({ sequence, digest }: Head): string {
  return `tete-${String(sequence).padStart(6, '0')}-${digest.slice(0, 12)}.json`;
}

/** Written once, under its number and digest: the same again changes nothing, another of that name is refused. */
function inFolder(folder: string): WitnessPort {
  return {
    kind: 'folder',
    async leave(head) {
      mkdirSync(folder, { recursive: true });
      const file = join(folder, nameOf(head));
      if (!existsSync(file)) writeFileSync(file, textOf(head), { flag: 'wx', mode: 0o444 });
      else if (readFileSync(file, 'utf8') !== textOf(head)) throw new Error(`${nameOf(head)} in the folder is another head`);
      return { witness: folder, token: null };
    },
  };
}

/** A bucket of its own, whose lock is its owner's matter; under the digest of its bytes, like any document. */
function inBucket(config: Config): WitnessPort[] {
  const options = bucketOf(config, config.EXIGIBLE_HEADS_BUCKET);
  if (options === null) return [];
  const store = s3Store(options);
  const leave = async (head: Head) => ({
    witness: `${options.bucket}/${await store.put(Buffer.from(textOf(head)))}`,
    token: null,
  });
  return [{ kind: 'bucket', leave }];
}

function byMail(to: string, { mail, fromEmail }: MailWay): WitnessPort {
  return {
    kind: 'mail',
    async leave(head) {
      const from = { email: fromEmail ?? to, name: 'Exigible' };
      const text = wordsOf(head);
      const html = `<p>${text.replaceAll('\n\n', '</p><p>').replaceAll('\n', '<br>')}</p>`;
      const file = { filename: nameOf(head), contentType: 'application/json', content: Buffer.from(textOf(head)) };
      const letter = {
        key: `tete-${head.digest}`,
        from,
        replyTo: from.email,
        to,
        html,
        text,
        attachments: [file],
        customArgs: {},
      };
      const outcome = await mail.send({ ...letter, subject: `Empreinte des preuves n° ${head.sequence}` });
      if (outcome.outcome !== 'accepted') throw new Error(`the mail to the witness was not taken: ${outcome.outcome}`);
      return { witness: to, token: null };
    },
  };
}

function wordsOf({ sequence, at, digest, publicKey }: Head): string {
  return `Conservez ce message tel quel\u00a0: il prouve que les preuves de recouvrement enregistrées jusqu’au ${at} n’ont pas été changées depuis.

Tête n° ${sequence}
Empreinte (SHA-256)\u00a0: ${digest}
Clé publique (Ed25519)\u00a0: ${publicKey}`;
}

function byAuthority(url: string): WitnessPort {
  const leave = async ({ digest }: Head) => ({
    witness: url,
    token: (await stamped(url, Buffer.from(digest, 'hex'))).toString('base64'),
  });
  return { kind: 'stamp', leave };
}
