import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';

const { open, write } = proxyActivities<RawActivities>({ startToCloseTimeout: '30 seconds' });

export interface RawActivities {
  open(): Promise<void>;
  write(): Promise<void>;
}

export const told = defineSignal('told');

/** What a case does at the very least: it opens, sleeps, hears that it is paid, writes that down in one activity, and ends. */
export async function rawLife(): Promise<void> {
  let isTold = false;
  setHandler(told, () => {
    isTold = true;
  });
  await open();
  await condition(() => isTold);
  await write();
}
