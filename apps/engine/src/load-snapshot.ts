import { assert, Core, type Instrument, type LogId, type OrderRecord, type Side } from '@fulcrum/core';
import { type Database, Prisma, type Queryable, readCheckpoint } from '@fulcrum/db';
import { readMoney, readUnits } from './snapshot-rows.ts';
import { FORMAT_VERSION } from './write-snapshot.ts';

export interface LoadedSnapshot {
  readonly core: Core;
  /** The last entry of the log that the state contains. */
  readonly position: LogId;
}

/** Rows read at a time. */
const PAGE = 50_000;
const LOAD_TIMEOUT_MS = 120_000;

/**
 * Loads the state at the engine's checkpoint, all of it as of one moment.
 *
 * @throws when the loaded state does not have the hash that its writer gave it.
 */
export async function loadSnapshot(db: Database): Promise<LoadedSnapshot> {
  return db.$transaction(load, {
    isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead,
    timeout: LOAD_TIMEOUT_MS,
  });
}

async function load(tx: Queryable): Promise<LoadedSnapshot> {
  const position = await readCheckpoint(tx, 'engine');
  const summary = await tx.snapshot.findUnique({ where: { position } });
  if (summary === null) {
    assert(position === '0-0', `the snapshot at ${position} has a summary`);
    return { core: Core.empty(), position };
  }
  assert(summary.formatVersion === FORMAT_VERSION, `the snapshot's format ${summary.formatVersion} is known`);
  const instruments = await loadInstruments(tx);
  const core = Core.restore({
    totals: {
      houseResult: readMoney(summary.houseResult.toFixed(6)),
      deposits: readMoney(summary.deposits.toFixed(6)),
      nextOrderNumber: Number(summary.nextOrderNumber),
    },
    instruments: instruments.values(),
    quotes: await loadQuotes(tx, instruments),
    accounts: await loadAccounts(tx),
    orders: await loadOrders(tx, instruments),
    closedIds: await loadClosedIds(tx),
  });
  const hash = core.stateHash();
  assert(hash === summary.stateHash, `the state loaded at ${position} has the hash ${summary.stateHash}, not ${hash}`);
  return { core, position };
}

async function loadInstruments(tx: Queryable): Promise<Map<string, Instrument>> {
  const rows = await tx.instrument.findMany();
  const instruments = rows.map((row) => ({
    ...row,
    minQuantity: readUnits(row.minQuantity.toFixed(), row.quantityDecimals),
    maxQuantity: readUnits(row.maxQuantity.toFixed(), row.quantityDecimals),
    maxQuoteAgeMs: Number(row.maxQuoteAgeMs),
  }));
  return new Map(instruments.map((instrument) => [instrument.asset, instrument]));
}

async function loadQuotes(tx: Queryable, instruments: ReadonlyMap<string, Instrument>) {
  return (await tx.quote.findMany()).map(({ asset, bid, ask, time }) => {
    const { priceDecimals } = instrumentOf(asset, instruments);
    const price = (amount: { toFixed(): string }) => readUnits(amount.toFixed(), priceDecimals);
    return { asset, bid: price(bid), ask: price(ask), time: Number(time) };
  });
}

async function loadAccounts(tx: Queryable) {
  const rows = await tx.$queryRaw<{ userId: string; balance: string }[]>`
    select "userId"::text, balance::text from "Account"`;
  return rows.map(({ userId, balance }) => ({ userId, balance: readMoney(balance) }));
}

interface OrderRow {
  orderId: string;
  number: bigint;
  userId: string;
  asset: string;
  side: Side;
  quantity: string;
  leverage: number;
  openPrice: string;
  margin: string;
  takeProfit: string | null;
  stopLoss: string | null;
  slippage: string;
  openedAt: bigint;
}

async function loadOrders(tx: Queryable, instruments: ReadonlyMap<string, Instrument>): Promise<OrderRecord[]> {
  const orders: OrderRecord[] = [];
  for (let last = -1; ; ) {
    const rows = await tx.$queryRaw<OrderRow[]>`
      select "orderId"::text, number, "userId"::text, asset, side, quantity::text, leverage, "openPrice"::text,
        margin::text, "takeProfit"::text, "stopLoss"::text, slippage::text, "openedAt"
      from "OpenOrder" where number > ${last} order by number limit ${PAGE}`;
    for (const row of rows) orders.push(toOrder(row, instrumentOf(row.asset, instruments)));
    if (rows.length < PAGE) return orders;
    last = orders.at(-1)?.number ?? last;
  }
}

function toOrder(row: OrderRow, { priceDecimals, quantityDecimals }: Instrument): OrderRecord {
  const price = (text: string) => readUnits(text, priceDecimals);
  const level = (text: string | null) => (text === null ? undefined : price(text));
  return {
    ...row,
    number: Number(row.number),
    quantity: readUnits(row.quantity, quantityDecimals),
    openPrice: price(row.openPrice),
    margin: readMoney(row.margin),
    takeProfit: level(row.takeProfit),
    stopLoss: level(row.stopLoss),
    slippage: price(row.slippage),
    openedAt: Number(row.openedAt),
  };
}

async function loadClosedIds(tx: Queryable) {
  const rows = await tx.$queryRaw<{ orderId: string; userId: string; closedAt: bigint }[]>`
    select "orderId"::text, "userId"::text, "closedAt" from "ClosedId"`;
  return rows.map(({ orderId, userId, closedAt }) => ({ orderId, userId, closedAt: Number(closedAt) }));
}

function instrumentOf(asset: string, instruments: ReadonlyMap<string, Instrument>): Instrument {
  const instrument = instruments.get(asset);
  assert(instrument !== undefined, `the instrument ${asset} of a snapshot row exists`);
  return instrument;
}
