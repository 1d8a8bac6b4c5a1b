import { putDebtor } from '../../db/debtors.ts';
import type { Fact } from '../../domain/case/facts/fact.ts';
import { debtorSchema } from '../../domain/party/party-schema.ts';
import { putCase } from '../api/case-row.ts';
import type { World } from '../api/world.ts';

const names = [
  'Menuiserie Aubert',
  'Boulangerie Besson',
  'Cabinet Carlier',
  'Garage Delmas',
  'Éditions Évrard',
  'Fermes Ferrand',
];
const by = { actor: 'workflow' };
const on = (day: string) => ({ at: `2026-11-${day}T10:00:00+01:00`, ...by });

/** What waits for a person in each case of the ledger, in turn; the last ones wait for nobody. */
const waiting: readonly (readonly Fact[])[] = [
  [{ type: 'approval-asked', step: 'formal-notice', ...on('12') }],
  [{ type: 'call-due', step: 'reminder-30', ...on('10') }],
  [{ type: 'message-bounced', channel: 'email', ...on('09') }],
  [
    { type: 'dispute-opened', owner: 'ventes', reason: 'produit manquant', ...on('12') },
    { type: 'task-raised', task: 'dispute', key: '2026-11-17', context: 'Litige à trancher', ...on('17') },
  ],
  [{ type: 'promise', amountCents: 50_000, on: '2026-12-05', ...on('12') }],
  [{ type: 'payment', id: 'p1', amountCents: 30_000, ...on('11') }],
];

/** Open cases of a creditor in every state that a person meets, written down as activities write them. */
export async function putLedger(world: Pick<World, 'db'>, creditorId: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const debtorId = `cus_${index % names.length}`;
    await putDebtor(world.db, creditorId, debtorOf(debtorId, index));
    const facts = waiting[index % waiting.length] ?? [];
    const number = `F2026-${String(index + 1).padStart(4, '0')}`;
    await putCase(world.db, {
      creditorId,
      invoiceId: `inv_${index}`,
      number,
      debtorId,
      totalCents: 120_000 + index * 1730,
      facts,
    });
  }
}

function debtorOf(id: string, index: number) {
  return debtorSchema.parse({
    id,
    kind: 'business',
    name: `${names[index % names.length]} SARL`,
    siren: '732829320',
    registeredOffice: { line1: '3 rue du Port', postcode: '67000', city: 'Strasbourg', country: 'FR' },
    email: `compta@${id.replace('_', '-')}.example`,
    mobile: '+33612345678',
  });
}
