import type { Bench, Figure } from '../bench.ts';
import { withStack } from '../programs/processes.ts';
import { percentile } from '../report/statistics.ts';
import { ReadersMarket } from './market.ts';
import type { What } from './reading.ts';

const ROUNDS = 3;
/**
 * Eleven seconds: longer than the ten over which reads are counted, so that the worst of them weighs more, not less.
 */
const ORDERS_WITH_READERS = 550;
const ORDERS_WITHOUT = 250;
const WARM_UP_ORDERS = 200;

const NAMES: Record<What, string> = {
  figures: 'GET /balance/me',
  orders: 'GET /trade/get-open-orders',
  unknown: 'GET /trade/orders/:id of unknown ids',
  socket: 'SUBSCRIBE account',
};

/** What was measured with readers of one kind, and right before each time without any. */
interface Measured {
  readonly with: readonly number[];
  readonly without: readonly number[];
  /** By which Redis grew in a minute, at the rate of the round in which it grew most. */
  readonly megabytesPerMinute: number;
  readonly readsPerSecond: number;
  readonly refusedPerSecond: number;
}

/** Users with a thousand orders read as fast as they can: the effect on other users' orders. */
export const bench: Bench = {
  name: 'readers',
  run: (context) =>
    withStack(context, async (stack) => {
      const market = await ReadersMarket.start(stack, context);
      try {
        context.progress('warming up');
        await market.order(WARM_UP_ORDERS);
        const figures: Figure[] = [];
        for (const what of ['figures', 'orders', 'socket', 'unknown'] as const) {
          context.progress(`an order every 20 ms, without readers and beside four of ${NAMES[what]} in turn`);
          figures.push(...figuresOf(NAMES[what], await measure(market, what)));
        }
        return figures;
      } finally {
        market.stop();
      }
    }),
};

/** Both take turns, so that other load on the machine affects both alike. */
async function measure(market: ReadersMarket, what: What): Promise<Measured> {
  const [withReaders, without]: [number[], number[]] = [[], []];
  const [rates, refusals, growths]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    without.push(...(await market.order(ORDERS_WITHOUT)));
    const beside = await market.orderBesideReaders(what, ORDERS_WITH_READERS);
    const { milliseconds, reads, refused, megabytes, seconds } = beside;
    withReaders.push(...milliseconds);
    rates.push(reads / seconds);
    refusals.push(refused / seconds);
    growths.push((megabytes / seconds) * 60);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / ROUNDS;
  return {
    ...{ with: withReaders, without },
    readsPerSecond: mean(rates),
    refusedPerSecond: mean(refusals),
    megabytesPerMinute: Math.max(...growths),
  };
}

function figuresOf(what: string, measured: Measured): Figure[] {
  const name = (measure: string) => `four readers of ${what}: ${measure}`;
  const order = (share: number): Figure => {
    const [value, floor] = [percentile(measured.with, share), percentile(measured.without, share)];
    const label = `create-order of another, p${share * 100}`;
    return { name: name(label), value, unit: 'ms', floor: { name: 'no readers', value: floor }, ratio: value / floor };
  };
  return [
    { ...order(0.5), target: { of: 'ratio', atMost: 1.5 } },
    order(0.99),
    {
      name: name('Redis grows in a minute by'),
      value: measured.megabytesPerMinute,
      unit: 'MB',
      target: { of: 'value', atMost: 50 },
    },
    { name: name('they are given'), value: measured.readsPerSecond, unit: 'answers/s' },
    { name: name('they are refused'), value: measured.refusedPerSecond, unit: 'answers/s' },
  ];
}
