import type { BenchContext, Figure } from '../bench.ts';
import type { EchoSettings } from '../pipeline/echo.ts';
import type { BenchStack } from '../programs/processes.ts';
import type { FloorSettings } from './bare-express.ts';
import { compareInTurns, type Volume } from './in-turns.ts';
import { LoadGenerator } from './load.ts';
import type { Trading } from './trading.ts';

/** The number of users: so many that none comes near the limit of a thousand open orders. */
const USERS = 512;
const START_LIMIT_MS = 30_000;
/** The floor has streams of its own. */
const FLOOR_SHARD = 1;

const PATH = '/api/v1/trade/create-order';
const BODY = JSON.stringify({ asset: 'BTC_USDC', side: 'buy', quantity: '0.001', leverage: 10 });

/**
 * Compares opening orders through the API (session, checks, limits, log and engine) with a bare Express route and an
 * echo in the engine's place.
 */
export async function compareCreateOrder(
  { progress }: BenchContext,
  stack: BenchStack,
  trading: Trading,
): Promise<Figure[]> {
  const of = (await trading.addUsers(USERS)).map(({ token }) => ({
    path: PATH,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: BODY,
  }));
  const generator = new LoadGenerator(stack.programs);
  const fire = (url: string, volume: Volume) => generator.fire({ url, of, ...volume });
  return compareInTurns({
    name: 'create-order',
    floor: 'bare Express 5 route',
    progress,
    fire: (volume) => withEvents(trading, volume.requests, () => fire(trading.apiUrl, volume)),
    startFloor: async () => {
      const url = await startFloor(stack, await trading.lastResult());
      return (volume) => fire(url, volume);
    },
  });
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
