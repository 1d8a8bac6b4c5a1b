import { randomUUID } from 'node:crypto';
import type { EnginePort } from '../api/engine-port.ts';
import { atOnce } from './at-once.ts';
import { percentilesOf, rounded } from './result.ts';
import { billingOf, post, serving, type Where } from './webhook-load.ts';

/** Told by the other while nothing is taken, so that all of it waits when the first look begins. */
const FLOOD = 1500;
const LOOKS = 400;

/** How long an event of one creditor takes from his call until its case has begun, in milliseconds: beside nobody, and while fifteen hundred of another's are begun. */
export async function neighbour(engine: EnginePort, where: Where) {
  const begun = new Map<string, (at: number) => void>();
  let left = FLOOD;
  const [quietOne, flooder] = [randomUUID().slice(0, 8), randomUUID().slice(0, 8)];
  const start: EnginePort['start'] = async (beginning) => {
    await engine.start(beginning);
    if (beginning.caseId.startsWith(`invoice:${flooder}:`)) left -= 1;
    begun.get(beginning.caseId)?.(performance.now());
  };
  const served = await serving({ ...engine, start }, where);
  const [quietly, floods] = [await billingOf(served.url, quietOne), await billingOf(served.url, flooder)];
  let told = 0;
  const waits = async (goesOn: (looks: number) => boolean) => {
    const found: number[] = [];
    while (goesOn(found.length)) {
      const index = told++;
      const came = new Promise<number>((resolve) => begun.set(`invoice:${quietOne}:${quietOne}-${index}`, resolve));
      const began = performance.now();
      await post(served.url, quietly, quietOne, index);
      found.push((await came) - began);
    }
    return { ...percentilesOf(found), looks: found.length };
  };
  const some = (looks: number) => looks < LOOKS;
  await waits(some);
  const quiet = await waits(some);
  await served.drainer.stop();
  await atOnce(FLOOD, (index) => post(served.url, floods, flooder, index));
  served.drainer.start();
  const began = performance.now();
  const flooded = await waits(() => left > 0);
  const perSecond = rounded((FLOOD - left) / ((performance.now() - began) / 1000));
  await served.close();
  return {
    quiet,
    flooded: { ...flooded, floodEvents: FLOOD, begunPerSecond: perSecond },
    ratio: rounded(flooded.p99Ms / quiet.p99Ms),
    medianRatio: rounded(flooded.medianMs / quiet.medianMs),
  };
}
