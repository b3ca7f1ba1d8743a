import { MORE_INLINING } from '../../inlining.ts';
import { LARGE_PAGES } from '../../large-pages.ts';
import type { Bench, BenchContext, Figure } from '../bench.ts';
import { type Programs, withPrograms } from '../programs/processes.ts';
import type { Pause, Rates } from './workers/book-worker.ts';

const LIMIT_MS = 180_000;

/** On how many prices the 100,000 orders of the two books rest, on each side. */
const WIDE = { ticks: 1_000_000, label: 'nearly each at a price of its own' };
const DEEP = { ticks: 50, label: 'a thousand at each price' };

/** How long pauses are looked for, in seconds. */
const PAUSE_SECONDS = Number(process.env.BENCH_PAUSE_SECONDS ?? 30);

/** The order book's core beside the npm package nodejs-order-book, on the same operations in the same process. */
export const bench: Bench = {
  name: 'matching',
  run: (context) => withPrograms(context, (programs) => measureAll(context, programs)),
};

async function measureAll({ progress }: BenchContext, programs: Programs): Promise<Figure[]> {
  const rates = async ({ ticks, label }: typeof WIDE) => {
    progress(`100k orders that rest, ${label}`);
    return ask<Rates>(programs, 'rates', { ticks });
  };
  const [wide, deep] = [await rates(WIDE), await rates(DEEP)];
  progress(`the longest pause in ${PAUSE_SECONDS} s`);
  const pause = await ask<Pause>(programs, 'longestPause', { ticks: DEEP.ticks, seconds: PAUSE_SECONDS });
  return [
    figure('limit order that rests', wide, 'rest', WIDE.label, 5),
    figure('limit order that rests', deep, 'rest', DEEP.label),
    figure('market order', wide, 'take', WIDE.label),
    figure('market order', deep, 'take', DEEP.label, 10),
    figure('random cancel', wide, 'cancel', WIDE.label),
    figure('random cancel', deep, 'cancel', DEEP.label, 30),
    mixed(wide, WIDE.label),
    mixed(deep, DEEP.label),
    {
      name: `longest pause in ${PAUSE_SECONDS} s`,
      value: pause.clockMs,
      unit: 'ms',
      target: { of: 'value', atMost: 10 },
    },
    { name: 'the same, in processor time', value: pause.processorMs, unit: 'ms' },
  ];
}

/** A worker for each measurement: none inherits the garbage of another. */
async function ask<Result>(programs: Programs, question: string, data: unknown): Promise<Result> {
  const file = new URL('./workers/book-worker.ts', import.meta.url);
  const worker = programs.worker(file, { nodeOptions: MORE_INLINING, env: LARGE_PAGES });
  try {
    return await worker.ask<Result>(question, data, LIMIT_MS);
  } finally {
    await worker.stop();
  }
}

/** @param times how many times as fast as the other book it shall be. */
function figure(name: string, { own, other }: Rates, phase: string, label: string, times?: number): Figure {
  const [value = Number.NaN, floor = Number.NaN] = [own[phase], other[phase]];
  return {
    name: `${name}, ${label}`,
    value,
    unit: '/s',
    floor: { name: 'nodejs-order-book', value: floor },
    ratio: value / floor,
    target: times === undefined ? undefined : { of: 'ratio', atLeast: times },
  };
}

function mixed({ own, other }: Rates, label: string): Figure {
  const [value = Number.NaN, floor = Number.NaN] = [own.mixed, other.mixed];
  return {
    name: `mixed flow, 100k rest, ${label}`,
    value,
    unit: '/s',
    floor: { name: 'nodejs-order-book', value: floor },
    ratio: value / floor,
    target: { of: 'value', atLeast: 1_000_000 },
  };
}
