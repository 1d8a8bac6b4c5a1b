/** One room of the site: its name in the menu and the keys that lead to it. */
export interface RoomSign {
  readonly path: string;
  readonly name: string;
  readonly keys: string;
}

/** The menu, in the order of a day. */
export const rooms: readonly RoomSign[] = [
  { path: '/a-faire', name: 'À faire', keys: 'g a' },
  { path: '/prochains', name: 'Ce qui part', keys: 'g q' },
  { path: '/dossiers', name: 'Dossiers', keys: 'g d' },
  { path: '/rapprochement', name: 'Rapprochement', keys: 'g r' },
  { path: '/entrees', name: 'Entrées', keys: 'g e' },
  { path: '/chiffres', name: 'Chiffres', keys: 'g c' },
  { path: '/plans-de-relance', name: 'Plans', keys: 'g p' },
  { path: '/reglages', name: 'Réglages', keys: 'g s' },
];

/** The page of a debtor of a creditor. */
export function debtorPath({
  creditorId = '',
  debtorId = '',
}: {
  readonly creditorId?: string;
  readonly debtorId?: string;
}): string {
  return `/debiteurs/${encodeURIComponent(creditorId)}/${encodeURIComponent(debtorId)}`;
}
