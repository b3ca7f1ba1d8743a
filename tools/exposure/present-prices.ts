import { lastEntries } from '@fulcrum/streams';
import type { LogParts } from '../log/log-parts.ts';

/** Among so many of the last ticks there is one of each instrument that still has any. */
const TICKS = 1_000;

/** The middle of each instrument's last quote: the poller's newest, or that of the engine's last snapshot. */
export async function presentPrices({ db, redis, keys }: LogParts): Promise<ReadonlyMap<string, number>> {
  const prices = new Map<string, number>();
  const quotes = await db.quote.findMany({ where: { shard: keys.shard } });
  for (const { asset, bid, ask } of quotes) note(prices, asset, bid.toFixed(), ask.toFixed());
  for (const { fields } of await lastEntries(redis, keys.price, TICKS)) {
    const { asset, bid, ask } = fields;
    if (asset !== undefined && bid !== undefined && ask !== undefined) note(prices, asset, bid, ask);
  }
  return prices;
}

function note(prices: Map<string, number>, asset: string, bid: string, ask: string): void {
  const middle = (Number(bid) + Number(ask)) / 2;
  if (Number.isFinite(middle)) prices.set(asset, Number(middle.toPrecision(12)));
}
