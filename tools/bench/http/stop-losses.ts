import { connectDatabase, type Database, readCheckpoint } from '@fulcrum/db';
import { compareLogIds, type LogId, logTime } from '@fulcrum/log';
import { connectRedis, type Redis, whenReady } from '@fulcrum/streams';
import type { BenchContext, Figure } from '../bench.ts';
import { until } from '../programs/limit.ts';
import type { BenchStack } from '../programs/processes.ts';
import { median } from '../report/statistics.ts';
import type { Trading, User } from './trading.ts';

const ORDERS = 1_000;
const ROUNDS = 10;
const LIMIT_MS = 30_000;

/** The times of one tick, in milliseconds since it was sent to the log. */
interface Round {
  /** Until every closing stood in callback-stream. */
  readonly published: number;
  /** Until every closing stood in PostgreSQL. */
  readonly recorded: number;
  /** Until an order that was sent through the API right behind the tick was answered. */
  readonly ordered: number;
}

interface Parts {
  readonly trading: Trading;
  readonly db: Database;
  /** A connection for blocking reads. */
  readonly reading: Redis;
  readonly users: readonly User[];
  readonly signal: AbortSignal;
}

/** A tick that hits the stop-losses of a thousand users at once. */
export async function hitStopLosses(context: BenchContext, stack: BenchStack, trading: Trading): Promise<Figure[]> {
  const { programs, env } = stack;
  context.progress('starting the recorder');
  await programs.startApp('recorder', { env: { ...env, JOURNAL_DIR: `${programs.folder}/journal` } });
  const db = connectDatabase(env.DATABASE_URL, 2);
  const reading = connectRedis(env.REDIS_URL, () => {});
  try {
    await whenReady(reading, context.signal);
    const users = await trading.addUsers(ORDERS);
    await db.user.createMany({ data: users.map(({ userId }) => ({ id: userId, email: `${userId}@example.com` })) });
    const parts = { trading, db, reading, users, signal: context.signal };
    // The first round only warms up.
    await hitOnce(parts);
    const rounds: Round[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      context.progress(`a tick that hits ${ORDERS} stop-losses, ${round} of ${ROUNDS}`);
      rounds.push(await hitOnce(parts));
    }
    return figuresOf(rounds);
  } finally {
    reading.disconnect();
    await db.$disconnect();
  }
}

async function hitOnce(parts: Parts): Promise<Round> {
  const { trading, users } = parts;
  const order = { side: 'buy', quantity: '0.001', leverage: 10, stopLoss: '61000.00' } as const;
  await trading.open(users.map(({ userId }) => ({ ...order, userId })));
  const from = await trading.lastCallback();
  await untilRecorded(parts, from);
  const sentAt = performance.now();
  const since = () => performance.now() - sentAt;
  const ticking = trading.tick('60999.90', '61000.00');
  const [published, recorded, ordered] = await Promise.all([
    untilPublished(parts, from).then(since),
    ticking.then((tick) => untilInHistory(parts, tick)).then(since),
    openByApi(parts).then(since),
  ]);
  await trading.tick('61800.20', '61800.30');
  return { published, recorded, ordered };
}

/** Reads the results until every order is closed. The answer to the order of the API is among them. */
async function untilPublished({ reading, trading, signal }: Parts, from: LogId): Promise<void> {
  for (let [position, closed] = [from, 0]; closed < ORDERS; ) {
    signal.throwIfAborted();
    const read = await reading.xread('COUNT', 100, 'BLOCK', 1_000, 'STREAMS', trading.keys.callback, position);
    for (const [id, [, events = '']] of read?.[0]?.[1] ?? []) {
      position = id;
      closed += events.split('"type":"closed"').length - 1;
    }
  }
}

/** Rows of one tick have ids that begin with its time. */
async function untilInHistory({ db, signal }: Parts, tick: LogId): Promise<void> {
  const first = String(logTime(tick)).padStart(15, '0');
  const count = async () =>
    (await db.existingTrade.count({ where: { id: { gte: first } } })) >= ORDERS ? true : undefined;
  await until(LIMIT_MS, 'every closing is in PostgreSQL', signal, count, 2);
}

async function untilRecorded({ db, signal }: Parts, callback: LogId): Promise<void> {
  const ask = async () => (compareLogIds(await readCheckpoint(db, 0, 'recorder'), callback) >= 0 ? true : undefined);
  await until(LIMIT_MS, 'the recorder has caught up', signal, ask);
}

async function openByApi({ trading, users: [user], signal }: Parts): Promise<void> {
  const response = await fetch(`${trading.apiUrl}/api/v1/trade/create-order`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${user?.token}` },
    body: JSON.stringify({ asset: 'BTC_USDC', side: 'buy', quantity: '0.001', leverage: 10 }),
    signal,
  });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`the order was answered with ${response.status}: ${answer}`);
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const figure = (name: string, pick: (round: Round) => number, atMost: number): Figure => ({
    name: `tick that hits ${ORDERS} stop-losses: ${name}`,
    value: median(rounds.map(pick)),
    unit: 'ms',
    target: { of: 'value', atMost },
  });
  return [
    figure('until all are published', ({ published }) => published, 50),
    figure('until all are in PostgreSQL', ({ recorded }) => recorded, 500),
    figure('an order behind it', ({ ordered }) => ordered, 50),
  ];
}
