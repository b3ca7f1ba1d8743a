import { randomUUID } from 'node:crypto';
import { addUpHouseDay, beginningOfDay, connectDatabase, type Database, dayOfTime } from '@fulcrum/db';
import { freePort } from '@fulcrum/devstack';
import { historyId } from '@fulcrum/protocol';
import { signSession } from '@fulcrum/sessions';
import { connectRedis, streamKeys, whenReady } from '@fulcrum/streams';
import type { Bench, BenchContext, Figure } from '../bench.ts';
import { type BenchStack, withStack } from '../programs/processes.ts';
import { percentile } from '../report/statistics.ts';
import { DESK_PRICES, DESK_SIZES, fillDesk } from './fill-desk.ts';

const SECRET = 'what the sessions of the desk’s bench are signed with';
const PLENTY = '1000000000';
const TIMES = 20;

/** More positions than a broker of this size has: what looks at all of them shows. */
const SIZES = { ...DESK_SIZES, positions: 1_000_000 };

const DAY_MS = 86_400_000;

/** What a page of each list may take. */
const TARGET = { of: 'value', atMost: 200 } as const;

/**
 * The lists of the desk among 100,000 clients, a million entries of the ledger and a million positions, over HTTP. No engine
 * runs: what it is asked for itself is measured elsewhere.
 */
export const bench: Bench = {
  name: 'desk',
  run: (context) =>
    withStack(context, async (stack) => {
      const db = connectDatabase(stack.env.DATABASE_URL, 2, 300_000);
      try {
        return await measure(context, stack, db);
      } finally {
        await db.$disconnect();
      }
    }),
};

async function measure(context: BenchContext, stack: BenchStack, db: Database): Promise<Figure[]> {
  const now = Date.now();
  context.progress('filling the database');
  await fillDesk(db, SIZES, now);
  await addUpDays(db, now);
  const get = await startDesk(context, stack, db);
  const { userId } = await db.ledgerEntry.findFirstOrThrow();
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const year = `from=${day(now - 365 * DAY_MS)}&to=${day(now)}`;
  context.progress('asking the desk');
  const begun = performance.now();
  await get('/risk/exposure');
  const first = performance.now() - begun;
  const figures: Figure[] = [
    { name: 'the first exposure: a million positions are added up', value: first, unit: 'ms' },
  ];
  for (const path of [
    '/clients',
    ...['c', 'ada', 'client9', 'nobody', userId].map((search) => `/clients?search=${search}`),
    ...['/trades', '/ledger', '/transfers', '/rejections', '/notes'].map((part) => `/clients/${userId}${part}`),
    ...['waiting', 'paid', 'all'].map((state) => `/withdrawals?state=${state}`),
    ...['/deposits', '/identity', '/actions', '/audit', '/instruments'],
    ...['/risk/exposure', '/risk/largest', '/risk/nearest'],
    ...['day', 'instrument', 'client'].map((by) => `/risk/house-result?by=${by}&${year}`),
  ])
    figures.push(await timed(path.replace(userId, ':id').replace(year, 'a year'), () => get(path)));
  return figures;
}

async function timed(path: string, get: () => Promise<void>): Promise<Figure> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const begun = performance.now();
    await get();
    times.push(performance.now() - begun);
  }
  return { name: `GET /desk${path}, p95`, value: percentile(times, 0.95), unit: 'ms', target: TARGET };
}

/** As the recorder does. */
async function addUpDays(db: Database, now: number): Promise<void> {
  const first = await db.ledgerEntry.findFirstOrThrow({ orderBy: { id: 'asc' } });
  const rowAt = (day: number) => historyId(0, `${beginningOfDay(day)}-0`, 0);
  for (let day = dayOfTime(Number(first.bookedAt)); day < dayOfTime(now); day += 1)
    await addUpHouseDay(db, 0, day, { from: rowAt(day), before: rowAt(day + 1) });
  await db.$executeRawUnsafe('vacuum analyze');
}

/** Starts the API, with prices and somebody who works at its desk. @returns what asks it. */
async function startDesk({ signal }: BenchContext, { programs, env }: BenchStack, db: Database) {
  const redis = connectRedis(env.REDIS_URL, () => {});
  await whenReady(redis, signal);
  for (const [asset, price] of Object.entries(DESK_PRICES)) {
    const tick = {
      asset,
      bid: `${price}.00`,
      ask: `${price}.50`,
      bidQuantity: '1',
      askQuantity: '1',
      exchangeTime: '1',
    };
    await redis.xadd(streamKeys().price, '*', ...Object.entries({ ...tick, source: 'bench' }).flat());
  }
  redis.disconnect();
  const admin = await db.user.create({ data: { email: 'admin@example.com', staff: { create: { role: 'admin' } } } });
  const port = String(await freePort());
  const limits = { ADDRESS_RATE_LIMIT: PLENTY, ACCOUNT_RATE_LIMIT: PLENTY };
  await programs.startApp('api', { env: { ...env, ...limits, JWT_SECRET: SECRET, API_PORT: port } });
  const headers = { authorization: `Bearer ${signSession(admin.id, randomUUID(), SECRET)}` };
  return async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/desk${path}`, { headers, signal });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${text}`);
  };
}
