import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../domain/fault.ts';
import { frenchTypography } from './typography.ts';
import { languageOfName } from './wording.ts';

/** The three ways a message is written; each has its folder of sources. */
export const channels = ['email', 'sms', 'letter'] as const;
export type Channel = (typeof channels)[number];

/** One plain file an accountant can edit: heading lines (`Objet :`, `Mention :`, in English `Subject:`), an empty line, the body. */
export interface Source {
  readonly file: string;
  readonly name: string;
  readonly subject: string;
  readonly mention: string;
  readonly body: string;
}

/** Everything under the templates folder: sources by channel, the passages they share, the layouts around them. */
export interface Sources {
  readonly messages: { readonly [C in Channel]: readonly Source[] };
  readonly partials: Record<string, string>;
  readonly layouts: Record<string, string>;
}

const HEADING = /^(Objet|Mention|Subject) ?: (.+)$/;

/** Reads the folder once, with French typography applied to what people will read (an SMS keeps plain spaces). */
export function readSources(folder: string): Sources {
  const email = readMessages(folder, 'email');
  const letter = readMessages(folder, 'letter');
  const sms = readFiles(folder, 'sms').map(({ name, file, text }) => ({
    file,
    name,
    subject: '',
    mention: '',
    body: text.trim(),
  }));
  return {
    messages: { email, sms, letter },
    partials: readTexts(folder, 'partials', typeset),
    layouts: readTexts(folder, 'layouts', (_name, text) => text),
  };
}

/** The SHA-256 of every file that a message can be made of, by its path in the folder. */
export function sourceDigests(folder: string): Readonly<Record<string, string>> {
  const files = [...channels, 'partials', 'layouts'].flatMap((kind) => readFiles(folder, kind));
  return Object.fromEntries(files.map(({ file, text }) => [file, createHash('sha256').update(text).digest('hex')]));
}

function readMessages(folder: string, channel: Channel): Source[] {
  return readFiles(folder, channel).map(({ name, file, text }) => ({
    file,
    name,
    ...headed(typeset(name, text), text, file),
  }));
}

/** French spacing belongs to French alone. */
function typeset(name: string, text: string): string {
  return languageOfName(name) === 'fr' ? frenchTypography(text) : text;
}

function headed(text: string, original: string, file: string): Pick<Source, 'subject' | 'mention' | 'body'> {
  const end = text.indexOf('\n\n');
  const headings = Object.fromEntries(
    lines(text.slice(0, end)).map((line) => HEADING.exec(line.replace('\u00a0:', ' :'))?.slice(1) ?? [line, '']),
  );
  const subject = headings.Objet ?? headings.Subject;
  if (end < 0 || subject === undefined)
    refuse(file, `expected a first line « Objet : … » and an empty line, got « ${lines(original)[0]} »`);
  return { subject, mention: headings.Mention ?? '', body: text.slice(end).trim() };
}

function readTexts(folder: string, kind: string, prepare: (name: string, text: string) => string): Record<string, string> {
  return Object.fromEntries(readFiles(folder, kind).map(({ name, text }) => [name, prepare(name, text.trim())]));
}

function readFiles(folder: string, kind: string): { name: string; file: string; text: string }[] {
  return readdirSync(join(folder, kind))
    .filter((entry) => entry.endsWith('.liquid'))
    .sort()
    .map((entry) => ({
      name: entry.replace(/(\.(md|txt|html))?\.liquid$/, ''),
      file: `${kind}/${entry}`,
      text: readFileSync(join(folder, kind, entry), 'utf8'),
    }));
}

function lines(text: string): string[] {
  return text.split('\n');
}
