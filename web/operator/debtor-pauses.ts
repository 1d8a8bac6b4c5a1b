import type { AnswerOf } from '../../api/client.ts';
import { acts } from '../../domain/case/acts/index.ts';
import { type ActForm, actFormOf, payloadOf, type Refused } from './act-form.ts';
import { mustBeRefused } from './api.ts';
import { goOnWith } from './jobs.ts';
import { debtorPath } from './rooms.ts';
import type { Sent } from './sent.ts';
import type { Session, Visit } from './visit.ts';

/** The acts that may be done on every open case of a debtor at once: where each is asked, its form and its address on his page. */
const asked = {
  pause: { route: 'POST /jobs/pauses', path: 'suspendre', label: 'Suspendre les relances de ce client' },
  resume: { route: 'POST /jobs/resumptions', path: 'reprendre', label: `${acts.resume.label} les relances de ce client` },
} as const;
type ActOfAll = keyof typeof asked;

type Pauses = AnswerOf<'GET /debtors/{id}/standing'>['pauses'];

/** An act on every open case of a debtor, as a form of his page. */
interface FormOfAll extends ActForm {
  readonly path: string;
  readonly isOpen: boolean;
}

/** The forms of a debtor who has open cases: to pause them, and to resume them while one of them rests. */
export function formsOfAll(session: Session, pauses: Pauses, refused?: Refused): Record<ActOfAll, FormOfAll | null> {
  const formOf = (act: ActOfAll): FormOfAll => {
    const { path, label } = asked[act];
    return { ...actFormOf(act, session, { refused, label }), path, isOpen: refused?.act === act };
  };
  return { pause: formOf('pause'), resume: pauses.length === 0 && refused?.act !== 'resume' ? null : formOf('resume') };
}

/** Asks for an act on every open case of a debtor, and goes on with it; or the form as it must be shown again. */
export async function askOfAll(
  visit: Visit,
  act: ActOfAll,
  debtor: Readonly<Record<'creditorId' | 'debtorId', string>>,
  sent: Sent,
): Promise<Refused | null> {
  const { creditorId: creditor, debtorId } = debtor;
  const back = debtorPath(debtor);
  try {
    const body = { ...payloadOf(act, sent).payload, debtorId };
    goOnWith(visit, await visit.api.call(asked[act].route, { query: { creditor }, body }), back);
    return null;
  } catch (error) {
    mustBeRefused(error, 400, 409);
    if (error.status === 400) return { act, sent, wrong: UNCHANGED, faults: error.faults };
    visit.goOn(back, { kind: 'bad', text: error.message });
    return null;
  }
}

const UNCHANGED = 'Rien n’est changé\u00a0: un champ est à corriger.';
