import { expect, test } from 'vitest';
import type { AnswerOf } from '../../api/client.ts';
import { byDay } from '../../web/operator/agenda.ts';

type Line = AnswerOf<'GET /agenda'>['lines'][number];

const line = (change: Partial<Line>) => ({ on: '2026-12-07', act: 'message', posted: [], approvals: 0, ...change }) as Line;

test('a day counts letters by what is posted, and accords by the letters that wait for one', () => {
  const lines = [
    line({ channel: 'sms' }),
    line({ act: 'letter', channel: 'registered-letter', posted: ['registered-letter'] }),
    line({ act: 'letter', channel: 'email' }),
    line({ channel: 'letter', posted: ['letter'] }),
    line({ act: 'approval', posted: ['registered-letter', 'registered-letter'], approvals: 2 }),
    line({ act: 'task' }),
  ];
  expect(byDay(lines)).toMatchObject([
    {
      on: '2026-12-07',
      messages: 2,
      letters: 2,
      approvals: 2,
      tasks: 1,
      counts: ['2 messages (dont 1 SMS)', '2 lettres', '2 accords à donner', '1 tâche'],
    },
  ]);
});
