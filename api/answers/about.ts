import type { AnswerSubject } from '../../domain/case/case.ts';

/** Where the words of the sender end and what he answers to begins. */
const QUOTED = [
  /^>/,
  /^\s*(le|on)\s.{5,200}(a écrit|wrote)\s*:\s*$/i,
  /^-{2,}\s*(message d.origine|message transf|original message|forwarded message)/i,
  /^_{10,}$/,
  /^(de|from)\s*:\s.+@/i,
];

/** What he wrote himself, without what he quotes and without his signature. */
export function ownWords(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line === '-- ' || QUOTED.some((pattern) => pattern.test(line)));
  const own = (end === -1 ? lines : lines.slice(0, end)).join('\n').trim();
  return own === '' ? text.trim() : own;
}

/** What words seem to be about, the first that fits: proposed to a person, who decides. */
const telling: readonly (readonly [AnswerSubject, RegExp])[] = [
  ['stop', /^\s*stop\s*[.!]?\s*$|d[ée]sinscri|ne (me|nous) (contactez|relancez) plus|unsubscribe/i],
  [
    'dispute',
    /contest|litige|non[ -]conforme|d[ée]fectueu|pas (re[çc]u|livr|command)|jamais (re[çc]u|livr|command)|erreur (de|sur)|en d[ée]saccord|avoir (est )?attendu|dispute|not received|never ordered|wrong/i,
  ],
  [
    'paid',
    /d[ée]j[àa] (pay|r[ée]gl|vir)|avons (bien )?(pay|r[ée]gl)|ai (bien )?(pay|r[ée]gl)|virement (a [ée]t[ée] )?(fait|effectu|pass|[ée]mis)|already paid|have paid|was paid/i,
  ],
  [
    'instalments',
    /plusieurs fois|[ée]ch[ée]ancier|[ée]talement|[ée]taler|mensualit|en (deux|trois|quatre|[2-9]) fois|instal?lment/i,
  ],
  [
    'promise',
    /(pay|r[ée]gl|vir)\w* (d.ici|avant|le|la semaine|fin|d[ée]but|courant)|sera (pay|r[ée]gl)|will (be )?pa(y|id)|paierai|paierons|r[ée]glerons|r[ée]glerai/i,
  ],
  ['call-me', /(m.|me |nous |de )(r)?appel(er|ez)|merci d.appeler|call me|call us/i],
  [
    'contact',
    /nouvelle adresse|ne travaille plus|adressez[- ]vous|[ée]crire [àa]|bon (contact|interlocuteur)|no longer works|please contact/i,
  ],
];

export function aboutOf(words: string): AnswerSubject {
  return telling.find(([, pattern]) => pattern.test(words))?.[0] ?? 'question';
}
