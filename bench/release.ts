import { layNextRelease, type Release } from '../test/support/next-release.ts';
import { creditor } from '../test/support/parties.ts';
import { atOnce } from './at-once.ts';
import { rawLives } from './raw/lives.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, rounded } from './result.ts';
import { CENTS, numberOf, type Sleeping, startSleeping } from './sleeping.ts';

/** A release that came: how long no worker was there, and from the new one's start to the last of its cases closed; in seconds. */
interface TakenOver {
  readonly away: number;
  readonly livedAfter: number;
  readonly wrong: number;
}

/**
 * A worker of the next release takes as many open cases over, all of which are paid meanwhile, and the one of this release takes as many
 * back; beside raw workflows whose worker is replaced. `size`: cases each way.
 */
export async function bench({ size = 1000 }: BenchOptions): Promise<BenchResult> {
  const [world, next] = [await startSleeping(), layNextRelease()];
  const raw = await rawLives(world.product.engineAddress);
  try {
    const baseline = await raw.takenOver(size);
    const forth = await takenOver(world, 'forth', size, next);
    const back = await takenOver(world, 'back', size);
    return {
      name: 'release',
      ours: rounded(forth.livedAfter),
      baseline: rounded(baseline),
      ratio: rounded(baseline / forth.livedAfter),
      unit: 's',
      peakMemoryMb: peakMemoryMb(),
      details: { cases: size, forth, back, ratioBack: rounded(baseline / back.livedAfter) },
    };
  } finally {
    await raw.stop();
    await world.stop();
    next.remove();
  }
}

async function takenOver(world: Sleeping, name: string, size: number, next?: Release): Promise<TakenOver> {
  await world.open(name, size);
  const [began, paying] = [performance.now(), payAll(world, name, size)];
  await world.product.parts.worker.replace(...(next ? [next.root] : []));
  await paying;
  const ready = performance.now();
  await world.closed(name);
  const [away, livedAfter] = [ready - began, performance.now() - ready].map((ms) => rounded(ms / 1000)) as [number, number];
  return { away, livedAfter, wrong: await world.wrong(name) };
}

function payAll({ outside, today }: Sleeping, name: string, size: number): Promise<void> {
  return atOnce(size, async (index) => {
    const key = `${name}-${index}`;
    const transfer = {
      account: creditor.iban,
      key,
      bookedOn: today,
      amountCents: CENTS,
      label: `VIR FACTURE ${numberOf(name, index)}`,
    };
    await outside.tell('bank', 'bank.transaction.booked', transfer, `evt-${key}-v`);
  });
}
