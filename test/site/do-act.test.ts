import { expect, test } from 'vitest';
import type { CaseView } from '../../domain/case/view.ts';
import type { Api } from '../../web/operator/api.ts';
import { doNamedAct } from '../../web/operator/do-act.ts';

const read = { invoice: { number: 'F-1' }, phase: 'reminding', next: { at: null, act: null, why: 'dossier en pause' } };
const kept = { status: 'pending', requestId: 'r1', detail: 'kept' };

/** An API that answers an act so, and what it was asked. */
function apiThat(answersAct: object) {
  const asked: string[] = [];
  const call = (name: string) => {
    asked.push(name);
    return Promise.resolve(name.startsWith('POST') ? answersAct : (read as unknown as CaseView));
  };
  return { api: { call, cookies: [] } as unknown as Api, asked };
}

test.each([
  ['that was read at once', read, 'F-1, Mettre en pause\u00a0: c’est fait. Ensuite\u00a0: dossier en pause.', []],
  [
    'that is only noted',
    kept,
    'F-1, Mettre en pause\u00a0: c’est noté\u00a0; le dossier en prendra acte dans un instant.',
    ['GET /cases/{caseId}'],
  ],
])(
  'an act %s names its invoice, and the case is asked for only where the answer does not show it',
  async (_, answer, text, besides) => {
    const { api, asked } = apiThat(answer);
    expect(await doNamedAct(api, 'invoice:c1:i1', 'pause', { reason: 'congés' })).toMatchObject({
      flash: { kind: 'good', text },
    });
    expect(asked).toEqual(['POST /cases/{caseId}/acts/{act}', ...besides]);
  },
);

test('a claim behind a pause says when the pause ends, and when the claim then leaves', async () => {
  const next = { at: '2026-12-08T00:00:00+01:00', act: { do: 'end-hold', hold: 'pause', reason: 'x' }, why: 'fin de la pause' };
  const first = {
    act: 'message',
    template: 'late-charges',
    channel: 'email',
    at: '2026-12-08T08:30:00+01:00',
    tone: null,
    announced: [],
  };
  const call = (name: string) => Promise.resolve(name.startsWith('POST') ? { ...read, next } : { first });
  const done = await doNamedAct({ call, cookies: [] } as unknown as Api, 'invoice:c1:i1', 'claimLateCharges', {});
  expect(done).toMatchObject({
    flash: {
      text: 'F-1, Réclamer les intérêts et les 40\u00a0€\u00a0: c’est fait. Ensuite\u00a0: le 08/12/2026 00:00, fin de la pause, puis demande des sommes dues en raison du retard par e-mail le 08/12/2026 08:30.',
    },
  });
});

const put = (at: string, why: string) => ({
  ...read,
  next: { at, act: { do: 'ask-approval', step: 'notice' }, what: 'demande d’accord (mise en demeure)', why },
});

test.each([
  [
    'that is due says so, by its name',
    put('2026-03-09T05:47:00+01:00', 'au jour prévu'),
    'Avancer une étape\u00a0: c’est fait. Ensuite\u00a0: demande d’accord (mise en demeure) le 09/03/2026 05:47, au jour prévu.',
  ],
  [
    'that may not leave yet says when it will, and why',
    put('2326-03-12T05:00:00+01:00', 'prévue le 10 mars 2326\u00a0; écart entre deux contacts avec le débiteur'),
    'Avancer une étape\u00a0: c’est noté, mais rien ne peut partir tout de suite. Ensuite\u00a0: demande d’accord (mise en demeure) le 12/03/2326 05:00, prévue le 10 mars 2326\u00a0; écart entre deux contacts avec le débiteur.',
  ],
])('a step put forward %s', async (_, answer, text) => {
  expect(await doNamedAct(apiThat(answer).api, 'invoice:c1:i1', 'actNow', {})).toMatchObject({
    flash: { kind: 'good', text: `F-1, ${text}` },
  });
});
