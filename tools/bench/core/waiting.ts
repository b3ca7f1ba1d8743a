import type { BenchContext, Figure } from '../bench.ts';
import type { Programs } from '../programs/processes.ts';
import { inWorker } from './workers/in-worker.ts';
import type { Waiting } from './workers/waiting-worker.ts';

/** Orders that wait for their price, and stops that trail. */
export async function measureWaiting({ progress }: BenchContext, programs: Programs): Promise<Figure[]> {
  progress('600k open orders, of which a third trail, and 600k that wait');
  const { ticksNs, risingTicksNs, bytes, massTickMs, rates } = await inWorker<Waiting>(programs, 'waiting-worker', {});
  const among = '600k open, a third of them trailing, and 600k that wait';
  const tick = { unit: 'ns', target: { of: 'value', atMost: 500 } } as const;
  const rate = { unit: '/s', target: { of: 'value', atLeast: 300_000 } } as const;
  return [
    { name: `price-update that triggers nothing, ${among}`, value: ticksNs, ...tick },
    { name: 'the same, each dearer than any before', value: risingTicksNs, ...tick },
    { name: 'create-order of one that waits', value: rates.placed, ...rate },
    { name: 'cancel-order', value: rates.cancelled, ...rate },
    { name: 'orders that waited and open, a few each tick', value: rates.opened, ...rate },
    {
      name: 'tick that opens 100k orders that waited',
      value: massTickMs,
      unit: 'ms',
      target: { of: 'value', atMost: 500 },
    },
    { name: 'memory per order that waits', value: bytes, unit: 'B', target: { of: 'value', atMost: 200 } },
  ];
}
