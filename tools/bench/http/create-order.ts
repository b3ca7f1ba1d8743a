import type { BenchContext, Figure } from '../bench.ts';
import type { EchoSettings } from '../pipeline/echo.ts';
import type { BenchStack } from '../programs/processes.ts';
import { median, percentile } from '../report/statistics.ts';
import type { FloorSettings } from './bare-express.ts';
import { LoadGenerator, type LoadReport } from './load.ts';
import type { Trading } from './trading.ts';

/** Requests of one measure, by the number of connections that send them. */
const LOADS = [
  { connections: 1, requests: 1_500 },
  { connections: 16, requests: 8_000 },
  { connections: 64, requests: 14_000 },
] as const;

const ROUNDS = 7;
const WARM_UP = { connections: 64, requests: 8_000 };
/** The number of users: so many that none comes near the limit of a thousand open orders. */
const USERS = 512;
const START_LIMIT_MS = 30_000;
/** The floor has streams of its own. */
const FLOOR_SHARD = 1;
const FLOOR = 'bare Express 5 route';

const BODY = JSON.stringify({ asset: 'BTC_USDC', side: 'buy', quantity: '0.001', leverage: 10 });

interface Measure {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * Compares opening orders through the API (session, checks, limits, log and engine) with a bare Express route and an
 * echo in the engine's place. Both take turns, so that other load on the machine affects both alike.
 */
export async function compareCreateOrder(
  context: BenchContext,
  stack: BenchStack,
  trading: Trading,
): Promise<Figure[]> {
  const tokens = (await trading.addUsers(USERS)).map(({ token }) => token);
  const generator = new LoadGenerator(stack.programs);
  const fire = async (url: string, load: { connections: number; requests: number }) =>
    measureOf(await generator.fire({ url, body: BODY, tokens, ...load }));
  const fireAtApi = (load: { connections: number; requests: number }) =>
    withEvents(trading, load.requests, () => fire(trading.apiUrl, load));

  context.progress('warming up');
  await fireAtApi(WARM_UP);
  const floorUrl = await startFloor(stack, await trading.lastResult());
  await fire(floorUrl, WARM_UP);
  const figures: Figure[] = [];
  for (const load of LOADS) {
    context.progress(`create-order over ${load.connections} connection(s)`);
    const [api, floor]: [Measure[], Measure[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      api.push(await fireAtApi(load));
      floor.push(await fire(floorUrl, load));
    }
    figures.push(...figuresOf(load.connections, middle(api), middle(floor)));
  }
  return figures;
}

/** @param result the engine's result of an order. The echo answers with the same. */
async function startFloor({ programs, env }: BenchStack, result: string): Promise<string> {
  const streams = { redisUrl: env.REDIS_URL, shard: FLOOR_SHARD };
  const echo = programs.worker(new URL('../pipeline/echo.ts', import.meta.url));
  const echoSettings: EchoSettings = { ...streams, texts: { 'create-order': result } };
  await echo.ask('start', echoSettings, START_LIMIT_MS);
  const express = programs.worker(new URL('bare-express.ts', import.meta.url));
  const expressSettings: FloorSettings = streams;
  return `http://127.0.0.1:${await express.ask<number>('start', expressSettings, START_LIMIT_MS)}`;
}

/** @throws when the engine did not open as many orders as were requested, since the answers alone prove nothing. */
async function withEvents<T>(trading: Trading, orders: number, work: () => Promise<T>): Promise<T> {
  const from = await trading.lastCallback();
  const result = await work();
  const { created = 0, ...others } = await trading.countEvents(from);
  if (created !== orders || Object.keys(others).length > 0)
    throw new Error(`of ${orders} orders the engine opened ${created}; other events: ${JSON.stringify(others)}`);
  return result;
}

function measureOf({ milliseconds, seconds }: LoadReport): Measure {
  return {
    perSecond: milliseconds.length / seconds,
    p50: percentile(milliseconds, 0.5),
    p99: percentile(milliseconds, 0.99),
  };
}

function middle(measures: readonly Measure[]): Measure {
  const of = (pick: (measure: Measure) => number) => median(measures.map(pick));
  return { perSecond: of(({ perSecond }) => perSecond), p50: of(({ p50 }) => p50), p99: of(({ p99 }) => p99) };
}

function figuresOf(connections: number, api: Measure, floor: Measure): Figure[] {
  const compare = (name: string, unit: string, value: number, against: number): Figure => ({
    name: `create-order, ${connections} connection${connections === 1 ? '' : 's'}: ${name}`,
    value,
    unit,
    floor: { name: FLOOR, value: against },
    ratio: value / against,
  });
  return [
    {
      ...compare('throughput', 'orders/s', api.perSecond, floor.perSecond),
      target: { of: 'ratio', atLeast: 0.6 },
    },
    { ...compare('p50', 'ms', api.p50, floor.p50), target: { of: 'ratio', atMost: 1.5 } },
    compare('p99', 'ms', api.p99, floor.p99),
  ];
}
