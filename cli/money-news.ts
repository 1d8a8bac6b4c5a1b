import type { ApiClient } from '../api/client.ts';
import { ofCreditor } from './connect.ts';

const COUNTED_TO = 100;

/** What the bank left for a person to do, a line each; null where one looks at several creditors at once: it is asked of one. */
export async function moneyNews(api: ApiClient, creditor?: string): Promise<readonly string[] | null> {
  const { creditorId } = await api.call('GET /session');
  if (creditor === undefined && creditorId === null) return null;
  const of = ofCreditor(creditorId === null ? creditor : undefined);
  const [{ accounts }, { entries, next }] = await Promise.all([
    api.call('GET /accounts', { query: of }),
    api.call('GET /unmatched', { query: { ...of, limit: COUNTED_TO } }),
  ]);
  const isSilent = accounts.every(({ throughOn }) => throughOn === null);
  return [...(isSilent ? [SILENT] : []), ...(entries.length === 0 ? [] : [unmatchedText(entries.length, next !== null)])];
}

const SILENT =
  'Aucun relevé bancaire reçu\u00a0: rien de ce qui demande de l’argent ne part.\nImportez-en un\u00a0: npx exigible import releve.xml';

function unmatchedText(count: number, isMore: boolean): string {
  return `${count}${isMore ? ' et plus' : ''} ${count > 1 ? 'écritures' : 'écriture'} à rapprocher\u00a0: npx exigible unmatched`;
}
