import type { BenchContext, Figure } from '../bench.ts';
import { type Programs, withPrograms } from '../programs/processes.ts';
import { median } from '../report/statistics.ts';
import { measureTicks } from './ticks.ts';
import { measureWaiting } from './waiting.ts';
import { inWorker } from './workers/in-worker.ts';
import type { LargeState } from './workers/large-state-worker.ts';
import type { OrderRates } from './workers/orders-worker.ts';
import { ACCOUNTS, MILLION } from './workload.ts';

/** The core alone, without streams and JSON. Each measure has a process of its own. */
export async function measureInMemory(context: BenchContext): Promise<Figure[]> {
  return withPrograms(context, async (programs) => [
    ...(await measureTicks(context, programs)),
    ...(await measureOrders(context, programs)),
    ...(await measureLargeState(context, programs)),
    ...(await measureWaiting(context, programs)),
  ]);
}

async function measureOrders({ progress }: BenchContext, programs: Programs): Promise<Figure[]> {
  progress('create-order and close-order with 1M open orders');
  const { createdPerSecond, closedPerSecond } = await inWorker<OrderRates>(programs, 'orders-worker', {});
  const target = { of: 'value', atLeast: 300_000 } as const;
  return [
    { name: 'create-order, 1M open', value: createdPerSecond, unit: '/s', target },
    { name: 'close-order, 1M open', value: closedPerSecond, unit: '/s', target },
  ];
}

async function measureLargeState({ progress }: BenchContext, programs: Programs): Promise<Figure[]> {
  progress('memory of 1M open orders, and ticks that close 100k of them');
  const { memory, massTicksMs } = await inWorker<LargeState>(programs, 'large-state-worker', {});
  const rss = memory.rssBytes / MILLION;
  const js = memory.jsBytes / MILLION;
  const holding = `1M open orders of ${ACCOUNTS.toLocaleString('en-US')} accounts, all in`;
  return [
    {
      name: 'tick that closes 100k of 1M, events made',
      value: median(massTicksMs),
      unit: 'ms',
      target: { of: 'value', atMost: 400 },
    },
    { name: 'the same, first time in the process', value: massTicksMs[0] ?? Number.NaN, unit: 'ms' },
    { name: `memory per order by RSS, ${holding}`, value: rss, unit: 'B' },
    { name: `memory per order by heap and buffers, ${holding}`, value: js, unit: 'B' },
    {
      name: 'memory per order, the larger of the two',
      value: Math.max(rss, js),
      unit: 'B',
      target: { of: 'value', atMost: 300 },
    },
  ];
}
