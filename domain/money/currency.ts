/** Currencies of ISO 4217 that are not divided into a hundred: none, three or four decimals. */
const WITHOUT_CENTS: ReadonlySet<string> = new Set(
  ('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ' + 'BHD IQD JOD KWD LYD OMR TND CLF UYW').split(' '),
);

/** True when a unit of the currency is a hundred cents, so that amounts in cents are what they seem. */
export function hasCents(currency: string): boolean {
  return !WITHOUT_CENTS.has(currency);
}
