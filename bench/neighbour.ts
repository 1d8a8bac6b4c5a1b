import { randomUUID } from 'node:crypto';
import type { EnginePort } from '../api/engine-port.ts';
import { percentilesOf, rounded } from './result.ts';
import { billingOf, post, serving, type Where } from './webhook-load.ts';

/** Told at once by the other, and mostly not begun while one looks. */
const FLOOD = 1500;
const LOOKS = 50;

/** How long an event of one creditor takes from his call until its case has begun, in milliseconds, beside nobody and behind fifteen hundred of another's. */
export async function neighbour(engine: EnginePort, where: Where) {
  const begun = new Map<string, (at: number) => void>();
  const start: EnginePort['start'] = async (beginning) => {
    await engine.start(beginning);
    begun.get(beginning.caseId)?.(performance.now());
  };
  const served = await serving({ ...engine, start }, where);
  const [quietOne, flooder] = [randomUUID().slice(0, 8), randomUUID().slice(0, 8)];
  const [quietly, floods] = [await billingOf(served.url, quietOne), await billingOf(served.url, flooder)];
  let told = 0;
  const waits = async () => {
    const found: number[] = [];
    for (let look = 0; look < LOOKS; look += 1) {
      const index = told++;
      const came = new Promise<number>((resolve) => begun.set(`invoice:${quietOne}:${quietOne}-${index}`, resolve));
      const began = performance.now();
      await post(served.url, quietly, quietOne, index);
      found.push((await came) - began);
    }
    return percentilesOf(found);
  };
  await waits();
  const quiet = await waits();
  await Promise.all(Array.from({ length: FLOOD }, (_, index) => post(served.url, floods, flooder, index)));
  const flooded = await waits();
  await served.close();
  return {
    quiet,
    flooded: { ...flooded, floodEvents: FLOOD },
    ratio: rounded(flooded.p99Ms / quiet.p99Ms),
  };
}
