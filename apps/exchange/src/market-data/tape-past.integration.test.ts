import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '@fulcrum/db';
import { type DevServer, freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import type { MarketFigures, MarketSettings } from '@fulcrum/matching';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Tape } from './tape.ts';
import { TapePasts } from './tape-past.ts';

let folder: string;
let postgres: DevServer;
let db: Database;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: folder });
  db = connectDatabase(postgres.url, 2);
});
afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
  removeFolder(folder);
});

const settings = { market: 'A_B', priceDecimals: 1, quantityDecimals: 2, quoteDecimals: 3 } as MarketSettings;

/** What the recorder writes of a trade. */
function record(tradeId: bigint) {
  const [price, quantity, quoteQuantity, tradedAt] = [100n, 50n, 5_000n, BigInt(Date.now())];
  const taker = { takerSide: 'buy', takerOrderId: 1n, takerUserId: randomUUID(), takerFee: 0n };
  const maker = { makerOrderId: 2n, makerUserId: randomUUID(), makerFee: 0n };
  return db.venueTrade.create({
    data: { id: `${tradeId}`, market: 'A_B', tradeId, price, quantity, quoteQuantity, ...taker, ...maker, tradedAt },
  });
}

test('a recorder that is away for long is waited for, and its past is put before once it is there', async () => {
  const tape = new Tape();
  const late: string[] = [];
  const pasts = new TapePasts({
    ...{ db, shard: 0, tape, nowMs: Date.now, everyMs: 1, atMostEveryMs: 4 },
    onError: (error) => {
      throw error;
    },
    onLate: (market) => late.push(market),
  });
  await record(1n);
  const figures = { settings, tradeId: 2 } as MarketFigures;
  pasts.begin({ markets: () => [settings], market: () => figures });
  const asked = async () =>
    Number(
      (
        await db.$queryRaw<
          { n: bigint }[]
        >`select xact_commit as n from pg_stat_database where datname = current_database()`
      )[0]?.n,
    );
  const before = await asked();
  await expect.poll(asked, { timeout: 30_000, interval: 250 }).toBeGreaterThan(before + 200);
  expect(late).toEqual(['A_B']);
  expect(tape.trades('A_B', 10)).toEqual([]);
  await record(2n);
  await expect.poll(() => tape.trades('A_B', 10).map(({ tradeId }) => tradeId)).toEqual([2, 1]);
  pasts.stop();
});
