import { setTimeout as sleep } from 'node:timers/promises';
import { compareLogIds } from '@fulcrum/core';
import { connectDatabase, type Database } from '@fulcrum/db';
import type { ClosedEvent, JsonEvent } from '@fulcrum/protocol';
import { connectRedis, streamKeys, whenReady } from '@fulcrum/streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BusyTrader } from './support/busy-trader.ts';
import { type Replayed, readJournal, replay } from './support/journal-tools.ts';
import { Stack } from './support/stack.ts';

const TRADERS = 6;
const MIDDLE = 61_800;
const DEPOSIT = 10_000_000_000n;

let stack: Stack;
let db: Database;
const traders: BusyTrader[] = [];
let lines: string[];
let replayed: Replayed;
const balances = new Map<string, string>();

/** The market: a wave of 40 dollars, and once a dip by 2 %, which liquidates every buy with a leverage of 100. */
class Market {
  price = MIDDLE;
  #isOpen = true;
  #dip = 0;

  async run(): Promise<void> {
    for (let step = 0; this.#isOpen; step++) {
      this.price = MIDDLE + 40 * Math.sin(step / 25) - this.#dip;
      this.#dip = 0;
      // While Redis is away there is no market.
      await stack.tick(this.price.toFixed(2), (this.price + 0.1).toFixed(2)).catch(() => {});
      await sleep(20);
    }
  }

  dip(): void {
    this.#dip = MIDDLE * 0.02;
  }

  close(): void {
    this.#isOpen = false;
  }
}

beforeAll(async () => {
  stack = await Stack.start();
  db = connectDatabase(stack.devstack.postgres.url, 2);
  const market = new Market();
  for (let number = 0; number < TRADERS; number++)
    traders.push(new BusyTrader(await stack.trader(), () => market.price));
  const open = market.run();
  const trading = traders.map((trader) => trader.trade());

  await disturb(market);
  for (const trader of traders) trader.stop();
  await Promise.all(trading);
  await Promise.all(traders.map((trader) => trader.lookUp()));

  // The market goes on until a snapshot holds all of that.
  const end = await stack.append('price-update', { asset: 'BTC_USDC', bid: '61800.00', ask: '61800.10' });
  await untilSnapshotBehind(end);
  market.close();
  await open;
  for (const { trader } of traders) balances.set(trader.userId, await trader.balance());
  await untilRecorded();
  lines = await readJournal(stack.home, stack.devstack.redis.url);
  replayed = await replay(lines);
}, 240_000);

afterAll(async () => {
  await db?.$disconnect();
  await stack?.stop();
});

/** Kills everything in turn, some of it twice, some of it together. */
async function disturb(market: Market): Promise<void> {
  const { engine, recorder, devstack } = stack;
  const [api] = stack.apis;
  const restart = async (app: typeof engine | undefined) => {
    await app?.kill();
    await sleep(300);
    await app?.start();
  };
  await sleep(2_000);
  await restart(engine);
  await sleep(1_000);
  await restart(recorder);
  market.dip();
  await sleep(1_000);
  await restart(api);
  await sleep(1_000);
  for (let cut = 0; cut < 3; cut++) await cutConnections();
  await devstack.redis.restart();
  await sleep(2_000);
  await devstack.postgres.restart();
  await sleep(2_000);
  await Promise.all([restart(engine), restart(recorder), devstack.redis.restart()]);
  market.dip();
  await sleep(1_000);
  await Promise.all([devstack.postgres.restart(), restart(api)]);
  await sleep(2_000);
}

/** Cuts every connection while results are under way to Redis, which never does what they ask for. */
async function cutConnections(): Promise<void> {
  const userId = traders[0]?.trader.userId;
  const question = JSON.stringify({ requestId: crypto.randomUUID(), userId });
  // A connection of its own, because the market's waits for its tick.
  const redis = connectRedis(stack.devstack.redis.url, () => {});
  await whenReady(redis, AbortSignal.timeout(10_000));
  const pipeline = redis.pipeline();
  pipeline.xadd(streamKeys().engine, '*', 'type', 'get-account', 'data', question);
  pipeline.call('CLIENT', 'PAUSE', '10000', 'WRITE');
  await pipeline.exec();
  // Time for the engine to read the question and to send its answer.
  await sleep(200);
  await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await redis.call('CLIENT', 'UNPAUSE');
  redis.disconnect();
  await sleep(500);
}

async function untilSnapshotBehind(id: string): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(100)) {
    const checkpoint = await db.checkpoint.findUnique({ where: { reader: 'engine' } }).catch(() => null);
    if (checkpoint !== null && compareLogIds(checkpoint.position, id) >= 0) return;
  }
  throw new Error(`there is no snapshot at ${id} or later`);
}

async function untilRecorded(): Promise<void> {
  const [[last = ''] = []] = await stack.redis.xrevrange(streamKeys().callback, '+', '-', 'COUNT', 1);
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(50)) {
    const checkpoint = await db.checkpoint.findUnique({ where: { reader: 'recorder' } });
    if (checkpoint !== null && compareLogIds(checkpoint.position, last) >= 0) return;
  }
  throw new Error(`the history does not come to ${last}`);
}

function eventsOf<Type extends JsonEvent['type']>(type: Type): Extract<JsonEvent, { type: Type }>[] {
  return replayed.caused.flatMap(({ events }) =>
    events.filter((event): event is Extract<JsonEvent, { type: Type }> => event.type === type),
  );
}

const millionths = (amount: string) => BigInt(amount.replace('.', ''));

describe('after every process and both servers were killed under load', () => {
  it('there was load, and there were cuts, triggers and liquidations', async () => {
    const orders = traders.flatMap((trader) => trader.orders);
    expect(orders.filter(({ opened }) => opened?.status === 201).length).toBeGreaterThan(50);
    expect(orders.filter(({ lookedUp }) => lookedUp !== undefined).length).toBeGreaterThan(0);
    expect(await db.snapshot.count()).toBeGreaterThanOrEqual(2);
    const reasons = new Set(eventsOf('closed').map(({ reason }) => reason));
    expect([...reasons].sort()).toEqual(['liquidation', 'manual', 'stop_loss', 'take_profit']);
  });

  it('each client got an answer that it could work with', () => {
    const known = new Set([0, 200, 201, 202, 404, 409, 422, 429, 503]);
    for (const { statuses } of traders) expect([...statuses].filter((status) => !known.has(status))).toEqual([]);
  });

  it('the journal has every entry once, in order', () => {
    const ids = lines.map((line) => String(JSON.parse(line).id));
    for (const [index, id] of ids.entries()) expect(compareLogIds(id, ids[index - 1] ?? '0-0')).toBeGreaterThan(0);
    expect(replayed.entries).toBe(ids.length);
  });

  it('callback-stream holds exactly what the journal gives: nothing lost, nothing twice', async () => {
    const published = await stack.redis.xrange(streamKeys().callback, '-', '+');
    // What is a minute old may have been trimmed.
    const first = published[0]?.[0] ?? '';
    const expected = replayed.caused.flatMap(({ id, events }) => {
      const [time = '', sequence = ''] = id.split('-');
      const part = (from: number) => [
        `${time}-${Number(sequence) * 10_000 + from / 256}`,
        events.slice(from, from + 256),
      ];
      return events.flatMap((_, from) => (from % 256 === 0 ? [part(from)] : [])) as [string, JsonEvent[]][];
    });
    const kept = expected.filter(([id]) => compareLogIds(id, first) >= 0);
    expect(published.map(([id]) => id)).toEqual(kept.map(([id]) => id));
    expect(published.map(([, fields]) => JSON.parse(fields[1] ?? ''))).toEqual(kept.map(([, events]) => events));
  });

  it('each acknowledged order was opened once, as acknowledged', () => {
    const created = Map.groupBy(eventsOf('created'), ({ orderId }) => orderId);
    for (const { orderId, opened } of traders.flatMap(({ orders }) => orders)) {
      if (opened?.status !== 201) continue;
      const [event, ...more] = created.get(orderId) ?? [];
      expect({ type: 'created', ...opened.body }).toEqual(event);
      expect(more).toEqual([]);
    }
  });

  it('each order was opened at most once, however often it was sent, and never when it was refused', () => {
    const created = Map.groupBy(eventsOf('created'), ({ orderId }) => orderId);
    for (const { orderId, opened, lookedUp } of traders.flatMap(({ orders }) => orders)) {
      const times = created.get(orderId)?.length ?? 0;
      expect(times).toBeLessThanOrEqual(1);
      if (opened !== undefined && opened.status !== 201) expect(times).toBe(0);
      if (lookedUp === undefined) continue;
      const wasOpened = lookedUp.status === 200 && lookedUp.body.status !== 'rejected';
      expect({ orderId, lookedUp: lookedUp.body, times }).toEqual({
        orderId,
        lookedUp: lookedUp.body,
        times: wasOpened ? 1 : 0,
      });
    }
  });

  it('each acknowledged closing happened, as acknowledged', () => {
    const closed = new Map(eventsOf('closed').map((event) => [event.orderId, event]));
    for (const { orderId, closed: answer } of traders.flatMap(({ orders }) => orders))
      if (answer !== undefined) expect({ type: 'closed', ...answer.body }).toEqual(closed.get(orderId));
  });

  it('each balance is what the journal gives, to the millionth', () => {
    for (const { trader } of traders) {
      let balance = DEPOSIT;
      for (const event of [...eventsOf('created'), ...eventsOf('closed')]) {
        if (event.userId !== trader.userId) continue;
        balance += event.type === 'created' ? -millionths(event.margin) : millionths(event.payout);
      }
      expect(millionths(balances.get(trader.userId) ?? '')).toBe(balance);
    }
  });

  it('the history has each closed order once, as the journal gives it', async () => {
    const rows = await db.existingTrade.findMany({ orderBy: { id: 'asc' } });
    const summary = ({ orderId, closePrice, pnl, payout, reason }: ClosedEvent) => [
      orderId,
      closePrice,
      pnl,
      payout,
      reason,
    ];
    expect(
      rows.map(({ orderId, closePrice, pnl, payout, reason }) => [
        orderId,
        closePrice.toFixed(2),
        pnl.toFixed(6),
        payout.toFixed(6),
        reason,
      ]),
    ).toEqual(eventsOf('closed').map(summary));
    expect(new Set(rows.map(({ orderId }) => orderId)).size).toBe(rows.length);
    expect(await db.rejection.count()).toBe(eventsOf('rejected').length);
  });

  it('the copies of the balances are up to date', async () => {
    const users = await db.user.findMany();
    expect(new Map(users.map(({ id, balance }) => [id, balance.toFixed(6)]))).toEqual(balances);
  });

  it('each snapshot has the hash that the journal gives at its position', async () => {
    const snapshots = await db.snapshot.findMany({ orderBy: { position: 'desc' }, take: 3 });
    for (const { position, stateHash } of snapshots) {
      const upTo = lines.filter((line) => compareLogIds(JSON.parse(line).id, position) <= 0);
      expect((await replay(upTo)).stateHash).toBe(stateHash);
    }
  });

  it('no money was made or lost', async () => {
    const [sums] = await db.$queryRaw<{ sum: string; deposits: string }[]>`
      select (
        (select sum(balance) from "Account") + coalesce((select sum(margin) from "OpenOrder"), 0) + "houseResult"
      )::text as sum, deposits::text
      from "Snapshot" join "Checkpoint" using (position) where reader = 'engine'`;
    expect(sums?.sum).toBe(sums?.deposits);
    expect(millionths(sums?.deposits ?? '')).toBe(DEPOSIT * BigInt(TRADERS));
  });

  it('no process ended by itself', () => {
    for (const app of stack.processes()) expect(app.log()).not.toContain('stopped by an error');
  });
});
