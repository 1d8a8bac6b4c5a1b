import type { AnswerOf } from '../../api/client.ts';
import { comparableAccount } from '../../domain/statement/account.ts';
import { accountName } from './format.ts';
import { countedBy } from './progress.ts';

/** A bank file and what became of it, as the API tells. */
export type Import = AnswerOf<'GET /statements'>['imports'][number];

type Accounts = AnswerOf<'GET /accounts'>['accounts'];

/** The accounts of a refused file that nobody has said anything of yet. */
export function unknownIn({ problem, statements }: Import, accounts: Accounts): string[] {
  if (problem?.kind !== 'refused') return [];
  const known = new Set(accounts.flatMap(({ account, names }) => [account, ...names]).map(comparableAccount));
  const spoken = new Set(statements.map(({ account }) => account));
  return [...spoken].filter((account) => account !== '' && !known.has(comparableAccount(account)));
}

/** What had been wrong with a refused file is said since. */
export const KNOWN_NOW = 'son compte est connu depuis\u00a0: envoyez-le de nouveau';

/** In a few words why a file was not imported, beside its state in a list; empty where nothing was wrong. */
export function whyNot(found: Import, accounts: Accounts): string {
  const { problem, statements } = found;
  if (problem === null) return '';
  if (problem.kind !== 'refused') return problem.kind === 'set-aside' ? 'mis de côté' : 'il ne se lit pas jusqu’au bout';
  const unknown = unknownIn(found, accounts);
  const whys = [
    ...unknown.map((account) => `compte ${accountName(account)} inconnu`),
    ...(statements.some(({ account }) => account === '') ? ['compte non nommé'] : []),
    ...(isUnbalanced(found) ? ['ses soldes ne tombent pas juste'] : []),
  ];
  return whys.length > 0 ? whys.join(', ') : KNOWN_NOW;
}

/** True when what a bank says of a balance is not what its entries make. */
export function isUnbalanced({ statements }: Pick<Import, 'statements'>): boolean {
  return statements.some(({ balances }) => balances === 'disagree');
}

/** What became of the entries of a file, each counted once: `10 écritures : 5 affectées, 4 à rapprocher, 1 qui n’est pas un paiement`. */
export function entriesSaid({ statements }: Pick<Import, 'statements'>): string {
  const sum = (name: 'entries' | 'known' | 'pending' | 'allocated' | 'unmatched' | 'notPayments' | 'returned') =>
    statements.reduce((total, each) => total + (each[name] ?? 0), 0);
  const parts = [
    [sum('allocated'), 'affectée', 'affectées'],
    [sum('unmatched'), 'à rapprocher', 'à rapprocher'],
    [sum('returned'), 'paiement rejeté ou repris par la banque', 'paiements rejetés ou repris par la banque'],
    [
      sum('notPayments') - sum('returned'),
      'qui n’est pas un paiement (frais ou autre débit)',
      'qui ne sont pas des paiements (frais ou autres débits)',
    ],
    [sum('known'), 'déjà comptée', 'déjà comptées'],
    [sum('pending'), 'annoncée, pas encore comptabilisée', 'annoncées, pas encore comptabilisées'],
  ] as const;
  const said = parts.flatMap(([count, one, many]) => (count > 0 ? [countedBy(count, [one, many])] : []));
  const whole = countedBy(sum('entries'), ['écriture', 'écritures']);
  return said.length === 0 ? '' : `${whole}\u00a0: ${said.join(', ')}.`;
}
