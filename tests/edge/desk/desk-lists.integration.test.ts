import { join } from 'node:path';
import { connectDatabase, type Database, dayOfTime } from '@fulcrum/db';
import { readAudit } from '@fulcrum/desk';
import { freshFolder, removeFolder, startMigratedPostgres } from '@fulcrum/devstack';
import type { DocumentBox } from '@fulcrum/identity';
import { createLogger } from '@fulcrum/service';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ClientOverview } from '../../../apps/api/src/desk/clients/client-overview.ts';
import { ClientRecords } from '../../../apps/api/src/desk/clients/client-records.ts';
import { readClientRows } from '../../../apps/api/src/desk/clients/client-rows.ts';
import { ClientSearch } from '../../../apps/api/src/desk/clients/client-search.ts';
import { IdentityDesk } from '../../../apps/api/src/desk/identity/identity-desk.ts';
import { PastTransfers } from '../../../apps/api/src/desk/money/past-transfers.ts';
import { WithdrawalQueue } from '../../../apps/api/src/desk/money/withdrawal-queue.ts';
import { type Extreme, ExtremePositions } from '../../../apps/api/src/desk/risk/extreme-positions.ts';
import { HouseResults } from '../../../apps/api/src/desk/risk/house-results.ts';
import { TradeHistory } from '../../../apps/api/src/history/trade-history.ts';
import type { MarketView } from '../../../apps/api/src/market/market-view.ts';
import { LedgerRows } from '../../../apps/api/src/wallet/ledger/ledger-rows.ts';
import { addUpHouseDays } from '../../../apps/recorder/src/house/house-days.ts';
import { DESK_PRICES, DESK_SIZES, fillDesk } from '../../../tools/bench/desk/fill-desk.ts';

/**
 * Each list of the desk among 100,000 clients and years of trading: no page looks at more rows than it has, but for some.
 * What is asserted is how many rows PostgreSQL read, not how long it took.
 */

const LIMIT = 50;
/** A page of each of several tables and indexes is read, and the rows that belong to a client. */
const FEW = 16 * LIMIT;

let folder: string;
let postgres: Awaited<ReturnType<typeof startMigratedPostgres>>;
let db: Database;
const endMs = Math.floor(Date.now() / 86_400_000) * 86_400_000 + 3_600_000;

beforeAll(async () => {
  folder = await freshFolder();
  postgres = await startMigratedPostgres({ directory: join(folder, 'data') });
  // One connection alone: it tells what it has read itself.
  db = connectDatabase(postgres.url, 1);
  await fillDesk(db, DESK_SIZES, endMs);
});

afterAll(async () => {
  await db?.$disconnect();
  await postgres?.stop();
  removeFolder(folder);
});

/** How many rows of tables, and entries of indexes, were read so far. */
async function rowsRead(): Promise<number> {
  await db.$executeRaw`select pg_stat_force_next_flush()`;
  const [{ count }] = await db.$queryRaw<[{ count: number }]>`
    select (
      (select sum(seq_tup_read) from pg_stat_user_tables) + (select sum(idx_tup_read) from pg_stat_user_indexes)
    )::float8 as count`;
  return count;
}

/** @returns what the work found, and how many rows that took. */
async function reading<Found>(work: () => Promise<Found>): Promise<[found: Found, rows: number]> {
  const before = await rowsRead();
  const found = await work();
  return [found, (await rowsRead()) - before];
}

interface List {
  readonly rows: readonly unknown[];
  readonly next?: string | undefined;
}

const instrument = () => ({ priceDecimals: 2, quantityDecimals: 3 }) as ReturnType<MarketView['instrument']>;
const prices = () => Object.entries(DESK_PRICES).map(([asset, price]) => ({ asset, bid: `${price}`, ask: `${price}` }));
const number = (text: string | undefined) => (text === undefined ? undefined : BigInt(text));

/** Some client with much of everything. */
let client: string;

const clients = (search: string | undefined, after?: string) =>
  new ClientSearch(db, 0).find({ search, after, limit: LIMIT }).then(async ({ userIds, ...next }) => ({
    rows: await readClientRows(db, userIds),
    ...next,
  }));
const page = (after: string | undefined) => ({ limit: LIMIT, after });
const records = () => new ClientRecords(db, 0);

const LISTS: Record<string, (after?: string) => Promise<List>> = {
  'clients, the newest': (after) => clients(undefined, after),
  'clients with an address that all have': (after) => clients('c', after),
  'clients with a name that many have': (after) => clients('ada', after),
  'clients with a last word that some have': (after) => clients('0', after),
  'clients that there are none of': (after) => clients('nobody at all', after),
  'withdrawals that wait': (after) => new WithdrawalQueue(db, 0).page(page(after)),
  'withdrawals that were paid': (after) => new PastTransfers(db, 0).decided('paid', page(after)),
  'withdrawals that were released': (after) => new PastTransfers(db, 0).decided('released', page(after)),
  'withdrawals, all': (after) => new PastTransfers(db, 0).withdrawals(page(after)),
  deposits: (after) => new PastTransfers(db, 0).deposits(page(after)),
  'a client’s trades': async (after) => {
    const history = new TradeHistory(db, 0, { instrument } as unknown as MarketView);
    const { orders, nextCursor } = await history.closedOrders(client, LIMIT, after, true);
    return { rows: orders, next: nextCursor };
  },
  'a client’s ledger': async () => ({ rows: await new LedgerRows(db, 0).read(client, {}, 'desc', LIMIT) }),
  'a client’s transfers': (after) => records().transfers(client, page(after)).then(renamed),
  'a client’s rejections': (after) => records().rejections(client, page(after)).then(renamed),
  'notes about a client': (after) => records().notes(client, page(after)).then(renamed),
  'identity checks': (after) =>
    new IdentityDesk(db, {} as DocumentBox, 365).list({ state: 'submitted', limit: LIMIT, after }),
  'the audit log': async (after) => {
    const { rows, next } = await readAudit(db, { limit: LIMIT, before: number(after) });
    return { rows, next: next?.toString() };
  },
};

function renamed({ next, ...lists }: { readonly next?: string }): List {
  return { rows: Object.values(lists).flat(), next };
}

it.each(Object.keys(LISTS))('looks at few rows for %s: the first page, and a later one', async (name) => {
  client ??= (await db.ledgerEntry.findFirstOrThrow()).userId;
  const list = LISTS[name];
  const [first, rows] = await reading(() => list?.() ?? Promise.reject());
  expect([name, rows < FEW ? 'few' : rows]).toEqual([name, 'few']);
  let { next } = first;
  for (let turn = 1; turn < 6 && next !== undefined; turn += 1) {
    const [later, more] = await reading(() => list?.(next) ?? Promise.reject());
    expect([name, turn, more < FEW ? 'few' : more]).toEqual([name, turn, 'few']);
    ({ next } = later);
  }
});

it.each<Extreme>(['largest', 'nearest'])(
  'looks through the snapshot for the %s positions once, for all who ask',
  async (extreme) => {
    const positions = new ExtremePositions({ db, shard: 0, instrument, prices });
    const [first, rows] = await reading(() => positions.find(extreme, LIMIT));
    expect(first.positions).toHaveLength(LIMIT);
    // Beside the snapshot, the history is asked about the candidates.
    expect(rows).toBeLessThan(DESK_SIZES.positions + 5 * 500);
    const [again, more] = await reading(() => positions.find(extreme, 2 * LIMIT));
    expect(again.positions.slice(0, LIMIT)).toEqual(first.positions);
    expect(more).toBeLessThan(FEW);
  },
);

it('finds who is looked for by an id, and shows them, by few rows', async () => {
  const { userId, orderId } = await db.existingTrade.findFirstOrThrow();
  for (const id of [userId, orderId]) {
    const [{ rows }, count] = await reading(() => clients(id));
    expect(rows).toMatchObject([{ userId }]);
    expect(count).toBeLessThan(FEW);
  }
  const reads = { exposure: async () => ({ outcome: 'refused', reason: 'away' }) as const };
  const [overview, count] = await reading(() => new ClientOverview({ db, shard: 0, reads }).of(userId));
  expect(overview).toMatchObject({ account: null, counts: { ledgerEntries: 10 } });
  expect(count).toBeLessThan(FEW);
});

it('tells the house’s result of a year out of sums of its days, and of one day out of its entries', async () => {
  const signal = new AbortController().signal;
  await addUpHouseDays({ db, shard: 0, signal, logger: createLogger('test', 'silent'), restMs: 0 });
  await db.$executeRawUnsafe('analyze');
  const results = new HouseResults({
    db,
    shard: 0,
    rows: new LedgerRows(db, 0),
    clientsOf: (ids) => readClientRows(db, ids),
  });
  const to = new Date(endMs).toISOString().slice(0, 10);
  const from = new Date(endMs - 365 * 86_400_000).toISOString().slice(0, 10);
  await results.find({ from: to, to, by: 'day' });
  const perDay = DESK_SIZES.ledgerRows / 400;
  const [today, ofToday] = await reading(() => results.find({ from: to, to, by: 'instrument' }));
  expect(today.total.entries).toBeGreaterThan(0);
  expect(ofToday).toBeLessThan(8 * perDay);
  const [year, ofYear] = await reading(() => results.find({ from, to, by: 'day' }));
  expect(year.days).toHaveLength(366);
  // Four sums a day, each read for the days and for the total.
  expect(ofYear).toBeLessThan(8 * perDay + 366 * 16);
  const { total } = await results.find({ from, to, by: 'client' });
  expect(total).toEqual(year.total);
  const exact = await db.$queryRaw`
    select (-sum("amount"))::text as "amount", count(*)::int as "entries" from "LedgerEntry"
    where "kind" = 'pnl' and "bookedAt" / 86400000 >= ${dayOfTime(Date.parse(from))}`;
  expect([year.total]).toEqual(exact);
});
