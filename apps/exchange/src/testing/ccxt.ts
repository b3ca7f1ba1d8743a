import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What ccxt tells of an order, as far as the tests look at it. */
export interface CcxtOrder {
  readonly id: string;
  readonly clientOrderId: string | undefined;
  readonly symbol: string;
  readonly type: string;
  readonly side: string;
  readonly status: string;
  readonly price: number | undefined;
  readonly amount: number | undefined;
  readonly filled: number;
  readonly cost: number;
  readonly timestamp: number;
  readonly info: Record<string, unknown>;
}

type Row = Readonly<Record<string, unknown>>;

/** What is used of ccxt's class. */
export interface Ccxt {
  readonly markets: Readonly<Record<string, Row>>;
  sign(
    path: string,
    api: 'public' | 'private',
    method: string,
    params: object,
  ): { url: string; method: string; body?: string; headers: Record<string, string> };
  loadMarkets(): Promise<Readonly<Record<string, Row>>>;
  fetchCurrencies(): Promise<Readonly<Record<string, Row>>>;
  fetchStatus(): Promise<Row>;
  fetchTime(): Promise<number>;
  fetchOrderBook(symbol: string, limit?: number): Promise<Row & { bids: number[][]; asks: number[][] }>;
  fetchTicker(symbol: string): Promise<Row>;
  fetchTickers(): Promise<Readonly<Record<string, Row>>>;
  fetchTrades(symbol: string, since?: number, limit?: number): Promise<Row[]>;
  fetchOHLCV(symbol: string, interval: string, since?: number): Promise<number[][]>;
  fetchPositions(): Promise<Row[]>;
  fetchDeposits(): Promise<Row[]>;
  fetchWithdrawals(): Promise<Row[]>;
  fetchFundingHistory(): Promise<Row[]>;
  privateGetApiV1Account(): Promise<Row>;
  fetchBalance(): Promise<Readonly<Record<string, { free: number; used: number; total: number }>>>;
  fetchMyTrades(symbol?: string, since?: number, limit?: number): Promise<Row[]>;
  fetchOrders(symbol?: string): Promise<CcxtOrder[]>;
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: number | undefined,
    price?: number,
    params?: object,
  ): Promise<CcxtOrder>;
  createOrders(orders: readonly object[]): Promise<CcxtOrder[]>;
  fetchOpenOrder(id: string, symbol: string): Promise<CcxtOrder>;
  fetchOpenOrders(symbol?: string): Promise<CcxtOrder[]>;
  cancelOrder(id: string, symbol: string): Promise<CcxtOrder>;
  cancelAllOrders(symbol: string): Promise<CcxtOrder[]>;
}

/** What is used of its class for the WebSocket. */
export interface CcxtPro extends Ccxt {
  watchOrderBook(symbol: string): Promise<Row & { bids: number[][]; asks: number[][]; nonce: number }>;
  watchTrades(symbol: string): Promise<Row[]>;
  watchTicker(symbol: string): Promise<Row>;
  watchOHLCV(symbol: string, timeframe: string): Promise<number[][]>;
  watchBidsAsks(symbols: readonly string[]): Promise<Readonly<Record<string, Row>>>;
  watchOrders(symbol?: string): Promise<CcxtOrder[]>;
  loadHttpProxyAgent(): Promise<unknown>;
  close(): Promise<void>;
}

const folder = join(createRequire(import.meta.url).resolve('ccxt'), '..', '..');

/** The class for Backpack of the library ccxt, of which nothing else is loaded. */
export function ccxtBackpack(options: object): Promise<Ccxt> {
  return load('js/src/backpack.js', options);
}

/** The same with the WebSocket. Without TLS it wants to have looked for a proxy. */
export async function ccxtProBackpack(options: object): Promise<CcxtPro> {
  const pro = await load<CcxtPro>('js/src/pro/backpack.js', options);
  await pro.loadHttpProxyAgent();
  return pro;
}

async function load<Class>(file: string, options: object): Promise<Class> {
  const { default: Backpack } = (await import(pathToFileURL(join(folder, file)).href)) as {
    default: new (options: object) => Class;
  };
  return new Backpack(options);
}
