import { freePort } from '@fulcrum/devstack';
import { connectRedis, lastEntries, streamKeys, whenReady } from '@fulcrum/streams';
import type { Bench, BenchContext } from '../bench.ts';
import type { FloorSettings } from '../http/bare-express.ts';
import { compareInTurns, type Volume } from '../http/in-turns.ts';
import { LoadGenerator } from '../http/load.ts';
import { SECRET } from '../http/trading.ts';
import type { EchoSettings } from '../pipeline/echo.ts';
import { type BenchStack, withStack } from '../programs/processes.ts';
import { addTraders } from './traders.ts';

/** As many as connections, at the most. */
const TRADERS = 64;
const START_LIMIT_MS = 30_000;
/** The floor has streams of its own. */
const FLOOR_SHARD = 1;
/** Limits so high that no bench reaches them. They are still counted. */
const PLENTY = '1000000000';

/**
 * A signed order at the venue, from the request to the answer, beside a bare Express route with the same check of the
 * signature and an echo in the core's place.
 */
export const bench: Bench = {
  name: 'venue',
  run: (context) => withStack(context, (stack) => compareSignedOrders(context, stack)),
};

async function compareSignedOrders({ progress, signal }: BenchContext, stack: BenchStack) {
  const { programs, env } = stack;
  const port = String(await freePort());
  const limits = { ADDRESS_RATE_LIMIT: PLENTY, ORDER_RATE_LIMIT: PLENTY };
  progress('starting the venue');
  await programs.startApp('exchange', {
    env: { ...env, ...limits, VENUE: 'on', JWT_SECRET: SECRET, EXCHANGE_PORT: port },
  });
  const url = `http://127.0.0.1:${port}`;
  const traders = await addTraders({ url, databaseUrl: env.DATABASE_URL, count: TRADERS, secret: SECRET, signal });
  const generator = new LoadGenerator(programs);
  const fire = (to: string, success: number) => (volume: Volume) => {
    // A signature holds for a minute, and one measure takes less.
    const of = traders.map((trader) => trader.signedOrder());
    return generator.fire({ url: to, of, ...volume }, success);
  };
  return compareInTurns({
    name: 'signed order',
    floor: 'bare Express 5 route with the same check',
    progress,
    fire: fire(url, 200),
    startFloor: async () => {
      const publicKeys = traders.map(({ publicKey }) => publicKey);
      return fire(await startFloor(stack, publicKeys, await lastResult(env.REDIS_URL, signal)), 201);
    },
  });
}

/** @param result the venue's result of an order. The echo answers with the same. */
async function startFloor({ programs, env }: BenchStack, publicKeys: readonly string[], result: string) {
  const streams = { redisUrl: env.REDIS_URL, shard: FLOOR_SHARD };
  const echo = programs.worker(new URL('../pipeline/echo.ts', import.meta.url));
  const echoSettings: EchoSettings = { ...streams, texts: { 'place-order': result } };
  await echo.ask('start', echoSettings, START_LIMIT_MS);
  const express = programs.worker(new URL('../http/bare-express.ts', import.meta.url));
  const expressSettings: FloorSettings = { ...streams, publicKeys };
  return `http://127.0.0.1:${await express.ask<number>('start', expressSettings, START_LIMIT_MS)}`;
}

async function lastResult(redisUrl: string, signal: AbortSignal): Promise<string> {
  const redis = connectRedis(redisUrl, () => {});
  try {
    await whenReady(redis, signal);
    const [last] = await lastEntries(redis, streamKeys().ofVenue.output, 1);
    return last?.fields.events ?? '';
  } finally {
    redis.disconnect();
  }
}
