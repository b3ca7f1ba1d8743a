import type { BenchContext, Figure } from '../bench.ts';
import type { Programs } from '../programs/processes.ts';
import type { Program } from '../programs/program.ts';
import { median } from '../report/statistics.ts';
import { inWorker, startWorker, WORKER_LIMIT_MS } from './workers/in-worker.ts';
import { MILLION } from './workload.ts';

const SIZES = [
  [1_000, '1k'],
  [10_000, '10k'],
  [100_000, '100k'],
  [MILLION, '1M'],
] as const;

/** The sizes take turns, so that other load on the machine affects all of them. */
const TURNS = 10;
const ROUNDS_PER_TURN = 5;

interface Size {
  readonly label: string;
  readonly worker: Program;
  readonly roundsNs: number[];
}

/** A tick that triggers nothing must cost the same however many orders are open. */
export async function measureTicks(context: BenchContext, programs: Programs): Promise<Figure[]> {
  const sizes: Size[] = [];
  for (const [openOrders, label] of SIZES) {
    context.progress(`opening ${label} orders for price-updates`);
    const worker = startWorker(programs, 'tick-worker');
    await worker.ask('prepare', { openOrders }, WORKER_LIMIT_MS);
    sizes.push({ label, worker, roundsNs: [] });
  }
  context.progress('price-updates with 1k to 1M open orders');
  for (let turn = 0; turn < TURNS; turn++)
    for (const { worker, roundsNs } of sizes)
      roundsNs.push(...(await worker.ask<number[]>('measure', { rounds: ROUNDS_PER_TURN }, WORKER_LIMIT_MS)));
  await Promise.all(sizes.map(({ worker }) => worker.stop()));
  context.progress('a plain scan of 1M positions');
  const scanMs = await inWorker<number>(programs, 'scan-worker', { openOrders: MILLION });
  return figures(
    sizes.map(({ label, roundsNs }) => ({ label, ns: median(roundsNs) })),
    scanMs * 1e6,
  );
}

function figures(ticks: readonly { label: string; ns: number }[], scanNs: number): Figure[] {
  const least = ticks.at(0)?.ns ?? Number.NaN;
  const most = ticks.at(-1)?.ns ?? Number.NaN;
  return [
    ...ticks.map(
      ({ label, ns }): Figure => ({
        name: `price-update that triggers nothing, ${label} open`,
        value: ns,
        unit: 'ns',
        target: { of: 'value', atMost: 500 },
      }),
    ),
    {
      name: 'price-update, 1M open against 1k open',
      value: most,
      unit: 'ns',
      floor: { name: '1k open', value: least },
      ratio: most / least,
      target: { of: 'ratio', atMost: 1.5 },
    },
    {
      name: 'plain scan of 1M positions against price-update',
      value: scanNs,
      unit: 'ns',
      floor: { name: 'price-update, 1M open', value: most },
      ratio: scanNs / most,
      target: { of: 'ratio', atLeast: 5_000 },
    },
  ];
}
