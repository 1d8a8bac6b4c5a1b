import { camtText } from '../test/domain/statement/write-camt.ts';
import { bytesOf } from '../test/domain/statement/write-statement.ts';
import { untilAnswered } from '../test/support/outside.ts';
import { creditor, debtor } from '../test/support/parties.ts';
import { rawLives } from './raw/lives.ts';
import { type BenchOptions, type BenchResult, peakMemoryMb, rounded } from './result.ts';
import { CENTS, numberOf, startSleeping } from './sleeping.ts';

const GOAL = 0.6;

/**
 * One bank file that pays as many open cases, from its import to the last case closed; beside the raw engine doing a signal, one activity and
 * the completion of as many workflows. `size`: payments.
 */
export async function bench({ size = 10_000 }: BenchOptions): Promise<BenchResult> {
  const world = await startSleeping();
  const raw = await rawLives(world.product.engineAddress);
  try {
    await world.open('wave', size);
    const baseline = await raw.wave(size);
    const file = bytesOf(fileOf(size, world.today));
    const began = performance.now();
    await untilAnswered(() => world.outside.client.call('POST /statements', { body: inOnePiece(file) }));
    await world.closed('wave');
    const ours = (performance.now() - began) / 1000;
    return {
      name: 'wave',
      ours: rounded(ours),
      baseline: rounded(baseline),
      ratio: rounded(baseline / ours),
      unit: 's',
      peakMemoryMb: peakMemoryMb(),
      details: { payments: size, perSecond: rounded(size / ours), wrong: await world.wrong('wave'), goalRatio: GOAL },
    };
  } finally {
    await raw.stop();
    await world.stop();
  }
}

async function* inOnePiece(bytes: Uint8Array) {
  yield bytes;
}

function fileOf(size: number, today: string): string {
  const account = { bank: '30006', branch: '00001', number: '12345678901', iban: creditor.iban };
  const bookings = Array.from({ length: size }, (_, index) => ({
    on: today,
    payments: [{ amountCents: CENTS, payer: debtor.name, text: `FACTURE ${numberOf('wave', index)}`, endToEndId: `w${index}` }],
  }));
  return camtText({ message: '053', version: 8 }, [{ ...account, id: 'wave', openingOn: today, openingCents: 0, bookings }]);
}
