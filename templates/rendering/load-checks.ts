import type { Liquid } from 'liquidjs';
import type { Fault } from '../../domain/fault.ts';
import { LANGUAGES } from '../../domain/party/language.ts';
import { debtorKinds, tones } from '../../domain/plan/plan.ts';
import { templateIds } from '../../domain/plan/template-ids.ts';
import { itemVariables, templateVariables } from '../variables.ts';
import { isGsm7 } from './gsm7.ts';
import { forbiddenWordings } from './legal-lint.ts';
import type { Channel, Source, Sources } from './sources.ts';
import { candidates, inLanguage, languageOfName, wordingOf } from './wording.ts';

const INCLUDED = /\{%-?\s*include\s+'([^']+)'/g;
const LIQUID = /\{%.*?%\}|\{\{.*?\}\}/gs;

/** Everything that would only have shown at sending: unknown names, variables nobody fills, wordings that must not ship, gaps. */
export function faultsOfSources(sources: Sources, engine: Liquid): Fault[] {
  const named = (Object.entries(sources.messages) as [Channel, readonly Source[]][]).flatMap(([channel, list]) =>
    list.flatMap((source) => faultsOfSource(source, channel, sources.partials, engine)),
  );
  return [...named, ...missingEmails(sources.messages.email), ...untranslated(sources)];
}

function faultsOfSource(source: Source, channel: Channel, partials: Record<string, string>, engine: Liquid): Fault[] {
  const wording = wordingOf(source.name);
  if (wording === null) return [{ path: source.file, message: 'expected <template>[.<tone>][.<debtor kind>] as its name' }];
  const own = [source.subject, source.mention, source.body].join('\n');
  const text = withPartials(own, partials);
  const forbidden = forbiddenWordings(text.replace(LIQUID, ''), wording.kinds, source.file);
  return [
    ...forbidden,
    ...unknownVariables(own, source.file, templateVariables[wording.template], engine),
    ...(channel === 'sms' ? faultsOfSms(source, text) : []),
  ];
}

function unknownVariables(text: string, file: string, known: readonly string[], engine: Liquid): Fault[] {
  const parsed = engine.parse(text, file);
  const globals = new Set(engine.globalFullVariablesSync(parsed).map(itemPath));
  const locals = engine
    .fullVariablesSync(parsed)
    .map(itemPath)
    .filter((name) => !globals.has(name) && !name.startsWith('forloop.'));
  const indexed = Object.keys(itemVariables)
    .filter((list) => known.includes(list))
    .flatMap((list) => itemNames(list, '[]'));
  const looped = Object.entries(itemVariables).flatMap(([list, { item }]) => (known.includes(list) ? itemNames(list, item) : []));
  return [
    ...[...globals].filter((name) => !known.includes(name) && !indexed.includes(name)),
    ...locals.filter((name) => !looped.includes(name)),
  ].map((name) => ({
    path: file,
    message: `the data of this template has no « ${name} »`,
  }));
}

function itemPath(name: string): string {
  return name.replace(/\[\d+\]/g, '[]');
}

function itemNames(list: string, as: string): string[] {
  const owner = as === '[]' ? `${list}[]` : as;
  const fields = itemVariables[list]?.fields ?? [];
  return fields.length === 0 ? [owner] : fields.map((field) => `${owner}.${field}`);
}

function faultsOfSms(source: Source, text: string): Fault[] {
  const foreign = [...new Set(text.replace(LIQUID, ''))].filter((character) => !isGsm7(character));
  const amounts = wordingOf(source.name)?.kinds.includes('consumer') === true && /asked\.amount|balance|\.total/.test(text);
  return [
    ...foreign.map((character) => ({
      path: source.file,
      message: `« ${character} » is outside the GSM alphabet: it would cut segments to 70 characters`,
    })),
    ...(amounts
      ? [{ path: source.file, message: "an SMS to a consumer shows no amount: others may read the phone's screen" }]
      : []),
  ];
}

function missingEmails(emails: readonly Source[]): Fault[] {
  const names = new Set(emails.map((source) => source.name));
  return templateIds.flatMap((template) =>
    tones.flatMap((tone) =>
      debtorKinds
        .filter((kind) => !candidates(template, tone, kind, 'fr').some((name) => names.has(name)))
        .map((kind) => ({ path: 'email', message: `no file for ${template}, tone ${tone}, debtor ${kind}` })),
    ),
  );
}

/** Whoever reads another language than French gets every e-mail and SMS in it, never one in French between two others. */
function untranslated({ messages: { email, sms } }: Sources): Fault[] {
  return [...email, ...sms].flatMap(({ name, file }, _index, all) => {
    const wording = languageOfName(name) === 'fr' ? wordingOf(name) : null;
    if (wording === null) return [];
    const folder = file.split('/')[0] ?? '';
    const names = new Set(all.filter((other) => other.file.startsWith(`${folder}/`)).map((other) => other.name));
    return LANGUAGES.filter((language) => language !== 'fr')
      .filter((language) =>
        wording.tones.some((tone) =>
          wording.kinds.some((kind) => !candidates(wording.template, tone, kind, language).some((each) => names.has(each))),
        ),
      )
      .map((language) => ({
        path: file,
        message: `has no counterpart such as ${folder}/${inLanguage(wording.template, language)}`,
      }));
  });
}

/** Passages may include passages; one that includes itself is read once. */
function withPartials(text: string, partials: Record<string, string>, above: readonly string[] = []): string {
  return text.replace(INCLUDED, (tag, name: string) =>
    above.includes(name) ? tag : withPartials(partials[name] ?? '', partials, [...above, name]),
  );
}
