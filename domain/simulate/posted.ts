import { type Channel, isOutward, mediumOf, type Plan, postedChannels, stepOf } from '../plan/plan.ts';
import type { Row, Story } from './story.ts';

/** How many accords a row asks for: one for each letter that a person would look at; 0 of anything else. */
export function approvalsOf(story: Story, { act, invoices }: Row): number {
  return act === 'approval' ? invoicesOfLetters(story, invoices).length : 0;
}

/** The letters that a row posts, or would once the accord that it asks for is given: one for each invoice unless the plan has one for the debtor. */
export function postedBy(story: Story, { act, channel, step, invoices }: Row): Channel[] {
  if (act === 'approval') return invoicesOfLetters(story, invoices).flatMap((id) => approvedLetters(story, id, step));
  return (act === 'message' || act === 'letter') && channel !== null && mediumOf(channel) === 'post' ? [channel] : [];
}

function invoicesOfLetters(story: Story, invoices: readonly string[]): readonly string[] {
  const [first = ''] = invoices;
  return planOf(story, first).together === 'debtor' ? [first] : invoices;
}

function approvedLetters(story: Story, invoice: string, id: string | null): Channel[] {
  const step = id === null ? undefined : stepOf(planOf(story, invoice), id);
  return step && isOutward(step) ? postedChannels(step, hasEmail(story, invoice)) : [];
}

/** The plan under which an invoice of a story is chased. */
export function planOf({ plan, before }: Story, invoice: string | undefined): Plan {
  return before?.cases.find((each) => each.case.invoice.id === invoice)?.plan ?? plan;
}

function hasEmail({ before, debtors, invoices }: Story, id: string): boolean {
  const live = before?.cases.find((each) => each.case.invoice.id === id);
  const debtor = invoices.find((invoice) => invoice.id === id)?.debtor;
  return live?.case.contact.email ?? debtors.find((each) => each.id === debtor)?.email !== undefined;
}
