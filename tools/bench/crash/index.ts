import type { Bench, BenchContext, Figure } from '../bench.ts';
import { withStack } from '../programs/processes.ts';
import { CrashMarket } from './market.ts';
import type { Turns } from './turn-probe.ts';

const ASK_LIMIT_MS = 60_000;

/** The times of one tick, in milliseconds since it was sent to the log. */
interface Crash {
  readonly published: number;
  readonly recorded: number;
  /** The answer to an order that was sent through the API right behind the tick; undefined where none was sent. */
  readonly ordered: number | undefined;
  readonly redisAlone: number;
  readonly turns: readonly Turns[];
}

/** A crash: one tick that hits the stop-losses of a hundred thousand positions, of two, and of a million. */
export const bench: Bench = {
  name: 'crash',
  run: (context) =>
    withStack(context, async (stack) => {
      const market = await CrashMarket.start(stack, context);
      try {
        // The first round only warms up.
        await crashOf(context, market, 20_000);
        const small = await crashOf(context, market, 100_000);
        const large = await crashOf(context, market, 200_000);
        const million = await crashOf(context, market, 1_000_000, false);
        return [
          ...figuresOf('100,000', small, [800, 1_000]),
          ...figuresOf('200,000', large, [1_600, 2_000]),
          ...millionFigures(million),
        ];
      } finally {
        await market.stop();
      }
    }),
};

async function crashOf(context: BenchContext, market: CrashMarket, closings: number, withOrder = true): Promise<Crash> {
  context.progress(`opening ${closings} positions`);
  await market.open(closings);
  context.progress(`one tick that closes ${closings} positions`);
  await Promise.all(market.engines.map(({ program }) => program.ask('start-watching', {}, ASK_LIMIT_MS)));
  const sentAt = performance.now();
  const since = () => performance.now() - sentAt;
  const ticking = market.crash();
  const ordering = withOrder ? market.order().then(since) : undefined;
  // If it fails during the closings, that is told when it is awaited.
  ordering?.catch(() => {});
  const tick = await ticking;
  const last = await market.untilPublished(tick, closings);
  const published = since();
  await market.untilRecorded(last);
  const recorded = since();
  const ordered = await ordering;
  const asking = market.engines.map(({ program }) => program.ask<Turns>('stop-watching', {}, ASK_LIMIT_MS));
  const turns = await Promise.all(asking);
  const redisAlone = await market.redisAlone(tick);
  return { published, recorded, ordered, redisAlone, turns };
}

function figuresOf(count: string, crash: Crash, [publishedMs, orderedMs]: readonly [number, number]): Figure[] {
  const { published, recorded, ordered = Number.NaN, redisAlone } = crash;
  const figure = (name: string, value: number, atMost: number): Figure => ({
    name: `tick that hits ${count} stop-losses: ${name}`,
    value,
    unit: 'ms',
    floor: { name: 'Redis alone', value: redisAlone },
    ratio: value / redisAlone,
    target: { of: 'value', atMost },
  });
  return [
    figure('until all are published', published, publishedMs),
    figure('an order behind it', ordered, orderedMs),
    figure('until all are in PostgreSQL', recorded, 5_000),
  ];
}

function millionFigures({ published, recorded, redisAlone, turns }: Crash): Figure[] {
  const name = (what: string) => `tick that hits 1,000,000 stop-losses: ${what}`;
  const floor = { name: 'Redis alone', value: redisAlone };
  return [
    { name: name('until all are published'), value: published, unit: 'ms', floor, ratio: published / redisAlone },
    { name: name('until all are in PostgreSQL'), value: recorded, unit: 'ms', floor, ratio: recorded / redisAlone },
    {
      name: name('the engine that grows most'),
      value: Math.max(...turns.map(({ grownBytes }) => grownBytes)) / 1e6,
      unit: 'MB',
      target: { of: 'value', atMost: 500 },
    },
    {
      name: name("longest turn of an engine's event loop"),
      value: Math.max(...turns.map(({ longestMs }) => longestMs)),
      unit: 'ms',
      target: { of: 'value', atMost: 100 },
    },
  ];
}
