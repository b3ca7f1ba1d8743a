import { type Interval, isInterval } from '../past/intervals.ts';

type PublicKind = 'trade' | 'ticker' | 'bookTicker' | 'depth';
type SimpleKind = 'trades' | 'ticker' | 'depth';

/** A stream of the order book, by its name. */
export type BookStream =
  | { readonly kind: PublicKind; readonly market: string; readonly everyMs?: number }
  | { readonly kind: `simple-${SimpleKind}`; readonly market: string }
  | { readonly kind: 'kline'; readonly market: string; readonly interval: Interval }
  | { readonly kind: 'orderUpdate'; readonly market: string | undefined };

const PUBLIC = /^(trade|ticker|bookTicker|depth)\.([A-Z0-9_]{1,32})$/;
const SIMPLE = /^(trades|ticker|depth)@([A-Z0-9_]{1,32})$/;
const GATHERED_DEPTH = /^depth\.(200|600|1000)ms\.([A-Z0-9_]{1,32})$/;
const KLINE = /^kline\.(\d{1,2}[a-z]{1,5})\.([A-Z0-9_]{1,32})$/;
const ORDER_UPDATE = /^account\.orderUpdate(?:\.([A-Z0-9_]{1,32}))?$/;

/** The intervals at which changes of a book are gathered, in milliseconds. */
export const GATHERED_MS = [200, 600, 1_000] as const;

export const ORDER_UPDATES = 'account.orderUpdate';

/** @returns undefined for the name of no such stream. */
export function readStreamName(name: string): BookStream | undefined {
  const [, kind, market] = PUBLIC.exec(name) ?? [];
  if (kind !== undefined && market !== undefined) return { kind: kind as PublicKind, market };
  const [, everyMs, gathered] = GATHERED_DEPTH.exec(name) ?? [];
  if (everyMs !== undefined && gathered !== undefined)
    return { kind: 'depth', market: gathered, everyMs: Number(everyMs) };
  const [, simple, simpleMarket] = SIMPLE.exec(name) ?? [];
  if (simple !== undefined && simpleMarket !== undefined)
    return { kind: `simple-${simple as SimpleKind}`, market: simpleMarket };
  const [, interval = '', ofKlines] = KLINE.exec(name) ?? [];
  if (ofKlines !== undefined) return isInterval(interval) ? { kind: 'kline', market: ofKlines, interval } : undefined;
  const own = ORDER_UPDATE.exec(name);
  return own === null ? undefined : { kind: 'orderUpdate', market: own[1] };
}
