import type { Plan } from './plan.ts';
import { parsePlan } from './plan-document.ts';
import consumer from './shipped/consumer.json' with { type: 'json' };
import defaultB2b from './shipped/default-b2b.json' with { type: 'json' };
import demo from './shipped/demo.json' with { type: 'json' };
import newCustomer from './shipped/new-customer.json' with { type: 'json' };
import publicBody from './shipped/public-body.json' with { type: 'json' };
import regularLatePayer from './shipped/regular-late-payer.json' with { type: 'json' };
import strategicCustomer from './shipped/strategic-customer.json' with { type: 'json' };

const documents = [defaultB2b, regularLatePayer, strategicCustomer, newCustomer, consumer, publicBody, demo];

/** The plans that the product ships, read like any other document. */
export const shippedPlans: readonly Plan[] = documents.map(parsePlan);

/** Those that real invoices may have: the plan of the demonstration counts in seconds. */
export const plansForWork: readonly Plan[] = shippedPlans.filter(({ id }) => id !== demo.id);
