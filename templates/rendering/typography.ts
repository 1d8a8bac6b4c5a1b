const TAGS = /(\{%.*?%\}|\{\{.*?\}\})/s;

const rules: readonly (readonly [RegExp, string])[] = [
  [/(\p{L})'/gu, '$1\u2019'],
  [/« /g, '«\u00a0'],
  [/ »/g, '\u00a0»'],
  [/ :(?=[\s*]|$)/gm, '\u00a0:'],
  [/ ([;?!])(?=[\s*]|$)/gm, '\u202f$1'],
  [/(\d) (?=[€%])/g, '$1\u00a0'],
  [/n° /g, 'n°\u00a0'],
  [/\b([LRD])\. (?=\d)/g, '$1.\u00a0'],
  [/\b(article|articles) (?=[LRD\d])/g, '$1\u00a0'],
];

/** French spacing and apostrophes for the words of a template; what stands inside Liquid tags is left alone. */
export function frenchTypography(source: string): string {
  return source
    .split(TAGS)
    .map((part, index) =>
      index % 2 === 1 ? part : rules.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), part),
    )
    .join('');
}
