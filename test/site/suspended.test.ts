import { expect, test } from 'vitest';
import { suspendedBy } from '../../web/operator/suspended.ts';

const schedule = [
  { on: '2026-11-01', amountCents: 50_000 },
  { on: '2026-12-01', amountCents: 100_000 },
];

test.each<[Parameters<typeof suspendedBy>[0], string, string]>([
  [{ for: 'dispute', amountCents: null, answerBy: '2026-12-10' }, '2026-11-20', 'en litige'],
  [{ for: 'dispute', amountCents: 30_000, answerBy: '2026-12-10' }, '2026-11-20', 'en litige pour 300,00 €'],
  [{ for: 'promise', on: '2026-12-05', amountCents: 500_000 }, '2026-11-20', 'promesse de 5 000,00 € le 05/12/2026'],
  [{ for: 'instalments', schedule }, '2026-11-20', 'échéancier : prochaine échéance 1 000,00 € le 01/12/2026'],
  [{ for: 'instalments', schedule }, '2026-12-01', 'échéancier : prochaine échéance 1 000,00 € le 01/12/2026'],
  [{ for: 'instalments', schedule }, '2026-12-02', 'échéancier : dernière échéance 1 000,00 € le 01/12/2026'],
  [{ for: 'payment', until: '2026-12-04' }, '2026-11-20', 'paiement annoncé, jusqu’au 04/12/2026'],
  [{ for: 'payment', until: null }, '2026-11-20', 'paiement annoncé'],
  [{ for: 'answer', until: '2026-12-04' }, '2026-11-20', 'votre message est en cours d’examen, jusqu’au 04/12/2026'],
  [{ for: 'credit', amountCents: 5_000 }, '2026-11-20', 'couverte par un crédit pour 50,00 €'],
  [{ for: 'credit-note', amountCents: 5_000 }, '2026-11-20', 'avoir à venir de 50,00 €'],
])('%j on %s: %s', (waiting, today, said) => {
  expect(suspendedBy(waiting, 'EUR', today).replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(said);
});
