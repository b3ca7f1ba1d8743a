import { venueCall } from '../api/venue-call.ts';
import type { TradeData } from '../api/venue-messages.ts';
import { tradesAnswer } from '../api/venue-schemas.ts';

/** A trade of a market, with its price and quantity as the venue writes them. */
export interface Trade {
  /** Counts the market's trades. */
  readonly id: number;
  readonly price: string;
  readonly quantity: string;
  /** In milliseconds. */
  readonly time: number;
  /** The side that took. */
  readonly side: 'buy' | 'sell';
}

/** So many trades are shown. */
export const SHOWN_TRADES = 60;

export async function fetchTrades(symbol: string, signal: AbortSignal): Promise<Trade[]> {
  const trades = await venueCall({
    path: '/trades',
    query: { symbol, limit: SHOWN_TRADES },
    schema: tradesAnswer,
    signal,
  });
  return trades.map(({ id, price, quantity, timestamp, isBuyerMaker }) => ({
    ...{ id, price, quantity, time: timestamp, side: isBuyerMaker ? 'sell' : 'buy' },
  }));
}

export function toTrade({ t, p, q, m, T }: TradeData): Trade {
  return { id: t, price: p, quantity: q, time: Math.floor(T / 1_000), side: m ? 'sell' : 'buy' };
}

/** The newest of two lists of trades, each of them once, the newest first. */
export function newestTrades(one: readonly Trade[], other: readonly Trade[]): Trade[] {
  const byId = new Map([...one, ...other].map((trade) => [trade.id, trade]));
  return [...byId.values()].sort((a, b) => b.id - a.id).slice(0, SHOWN_TRADES);
}
