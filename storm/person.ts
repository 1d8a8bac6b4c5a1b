import { setTimeout as pause } from 'node:timers/promises';
import { customIdOf } from '../providers/maileva/post.ts';
import type { Watch } from './watch.ts';
import type { World } from './world.ts';

const GLANCE_MS = 500;

/** The person who answers for sends in doubt: he looks at the provider's own list, then says what became of each. Until he is told to stop. */
export function answerDoubts({ outside, providers }: World, watch: Watch): { stop(): Promise<void> } {
  let stopped = false;
  const answer = async (caseId: string, key: string): Promise<void> => {
    const [step = '', channel = ''] = key.split(':');
    const reference = `${caseId}/${step}/${channel}/`;
    const took = providers.received.some(({ customArgs: { message = '' } }) => isOf(message, reference));
    await outside.client.act(caseId, 'settleUnknownSend', {
      step,
      channel,
      outcome: took ? 'sent' : 'not-sent',
      requestId: `doubt-${Date.now()}`,
    });
  };
  const work = async (): Promise<void> => {
    while (!stopped) {
      for (const [caseId, { keys }] of watch.seen)
        for (const task of keys.filter((one) => one.startsWith('unknown-send ')))
          await answer(caseId, task.slice('unknown-send '.length)).catch(() => undefined);
      await pause(GLANCE_MS);
    }
  };
  const working = work();
  return {
    async stop() {
      stopped = true;
      await working;
    },
  };
}

const TRIES = 9;

/** A message of ours, whatever the try; the post knows only its digest. */
function isOf(message: string, reference: string): boolean {
  if (message.startsWith(reference)) return true;
  return Array.from({ length: TRIES }, (_, index) => customIdOf(`${reference}${index + 1}`)).includes(message);
}
