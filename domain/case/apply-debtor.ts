import type { Case } from './case.ts';
import { endTask, raise } from './changes.ts';
import type { Rules, Told } from './rule.ts';

type DebtorFact = 'contact-changed' | 'message-bounced' | 'opt-out' | 'message-delivered' | 'notice-event';

/** What reaches the debtor, and what does not. */
export const debtorRules: Rules<DebtorFact> = {
  'contact-changed': (c, fact) => ({
    ...c,
    contact: { ...c.contact, email: fact.email ?? c.contact.email, mobile: fact.mobile ?? c.contact.mobile },
    tasks: c.tasks.filter((task) => task.kind !== 'bounce' && task.kind !== 'missing-contact'),
  }),
  'message-bounced': (c, fact) => {
    const contact = fact.channel === 'email' ? { ...c.contact, email: false } : { ...c.contact, mobile: false };
    const what = fact.channel === 'email' ? 'L’e-mail est revenu' : 'Le SMS n’a pas été remis';
    const context = `${what}\u00a0: corriger l’adresse du débiteur.`;
    return raise({ ...c, contact }, fact, 'bounce', `${fact.channel}:${fact.at}`, context);
  },
  'opt-out': (c, fact) => {
    const stopped = fact.channel === 'sms' ? { smsStopped: true } : { email: false };
    return { ...c, contact: { ...c.contact, ...stopped } };
  },
  'message-delivered': (c) => c,
  'notice-event': applyNoticeEvent,
};

const takingEffect: readonly string[] = ['received', 'unclaimed', 'refused'];

/** The notice takes effect once: signature, or first presentation when unclaimed or refused (law.md 3.5). */
function applyNoticeEvent(c: Case, fact: Told<'notice-event'>): Case {
  const takesEffect = takingEffect.includes(fact.outcome);
  const before = c.notice ?? { postedOn: fact.on, outcome: 'posted', effectiveOn: null, effectiveAt: null };
  const notice = {
    ...before,
    outcome: fact.outcome,
    effectiveOn: before.effectiveOn ?? (takesEffect ? fact.on : null),
    effectiveAt: before.effectiveAt ?? (takesEffect ? fact.at : null),
  };
  const told = takesEffect ? endTask({ ...c, notice }, 'receipt') : { ...c, notice };
  if (fact.outcome !== 'unknown-address') return told;
  const context = 'Destinataire inconnu à l’adresse\u00a0: vérifier le siège et décider de la suite.';
  return raise(told, fact, 'notice', `address:${fact.on}`, context);
}
