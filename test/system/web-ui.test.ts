import { afterAll, beforeAll, expect, test } from 'vitest';
import { parisDay } from '../../domain/calendar/paris.ts';
import type { Outside } from '../support/outside.ts';
import { has, idOf, invoiceCreated } from '../support/told-lives.ts';
import { openWebUi, type WebUi } from '../support/web-ui.ts';
import { startWholeSystem, type WholeSystem } from '../support/whole-system.ts';

/** With this folder named, the screens are kept for the documentation: `EXIGIBLE_SCREENSHOTS=docs/screenshots`. */
const pictures = process.env.EXIGIBLE_SCREENSHOTS;
const [paused, pursued] = ['paused', 'pursued'];
/** What waits to be paused must wait for nothing else: its plan counts in days. */
const plans = { [paused]: 'default-b2b', [pursued]: 'quick' };

let whole: WholeSystem;
let outside: Outside;
let operator: WebUi;

beforeAll(async () => {
  whole = await startWholeSystem();
  outside = whole.outside;
  for (const [invoice, plan] of Object.entries(plans)) {
    const opening = { ...invoiceCreated(invoice, parisDay(Date.now())), plan };
    await outside.tell('billing', 'invoice.created', opening);
  }
  await outside.until(idOf(paused), () => true);
  operator = await openWebUi(whole.system.uiUrl ?? '', pictures);
});
afterAll(async () => {
  await operator?.close();
  await whole?.stop();
});

test('pause, from the dialog, with its reason in the case', async () => {
  await operator.openCase(idOf(paused));
  await operator.fill('pause', { reason: 'accord commercial' });
  await operator.submit();
  const seen = await outside.until(idOf(paused), ({ hold }) => hold === 'pause');
  expect(JSON.stringify(seen.holds)).toContain('accord commercial');
});

test('an act that makes no sense is refused in the dialog with its French sentence', async () => {
  await operator.openCase(idOf(paused));
  await operator.fill('resolveDispute', { outcome: 'rejected' });
  await operator.picture('update-dialog');
  await operator.submit();
  await operator.shows('Aucun litige n’est ouvert');
  await operator.picture('refusal');
  expect(has(await outside.timeline(idOf(paused)), 'dispute-resolved')).toBe(false);
});

test('a case that waits for somebody is found by NeedsHuman and told in French; nobody approves here', async () => {
  await outside.until(idOf(pursued), ({ tasks }) => tasks.some(({ kind }) => kind === 'approval'));
  await operator.openList('NeedsHuman=true');
  await operator.shows(idOf(pursued));
  await operator.picture('list');
  await operator.openCase(idOf(pursued));
  await operator.openDetails();
  await operator.shows('À relire puis approuver ou refuser');
  await operator.picture('case-details');
  await operator.openCase(idOf(pursued));
  await operator.fill('approve', {});
  await operator.submit();
  await operator.shows('ici, personne n’est connu');
  expect(has(await outside.timeline(idOf(pursued)), 'approve')).toBe(false);
});

test('close, from the dialog, ends the case', async () => {
  await operator.openCase(idOf(paused));
  await operator.fill('close', { reason: 'réglé hors de l’outil' });
  await operator.submit();
  await outside.until(idOf(paused), ({ closed }) => closed?.reason === 'closed-by-operator');
  await operator.openCase(idOf(paused));
  await operator.shows('Completed');
  await operator.picture('case-history');
});
