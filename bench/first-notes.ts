import { addDays } from '../domain/calendar/civil-date.ts';
import { parisDay } from '../domain/calendar/paris.ts';
import { outboxEntries } from '../providers/outbox/outbox.ts';
import { debtor } from '../test/support/parties.ts';
import { until } from '../test/support/runner/patience.ts';
import { startWholeSystem } from '../test/support/whole-system.ts';

/** First notes per second of a whole system, from the first invoice that is told to the last note that left; `size`: invoices, each of another debtor. */
export async function firstNotes(environment: Readonly<Record<string, string>>, size: number): Promise<number> {
  const whole = await startWholeSystem(environment);
  const { system, outside } = whole;
  const dueOn = addDays(parisDay(Date.now()), -3);
  const left = async () => (await outboxEntries(system.outboxDir)).filter(({ channel }) => channel === 'email').length;
  try {
    const began = performance.now();
    for (let index = 0; index < size; index += 1) {
      const invoice = { id: `w${index}`, number: `W-${index}`, totalCents: 120_000, dueOn };
      await outside.tell('billing', 'invoice.created', { invoice, debtor: { ...debtor, id: `w${index}` }, plan: 'quick' });
    }
    await until(
      async () => (await left()) >= size,
      async () => `${await left()} of ${size} left`,
    );
    return (size * 1000) / (performance.now() - began);
  } finally {
    await whole.stop();
  }
}
