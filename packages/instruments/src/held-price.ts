import type { Queryable } from '@fulcrum/db';
import type { PriceHeldEvent } from '@fulcrum/protocol';

/** A tick that looks wrong, as the engine printed it. It is held until another tick confirms it. */
export type HeldPrice = Omit<PriceHeldEvent, 'type' | 'asset'>;

export function heldPriceOf({ bid, ask, source, heldSince }: PriceHeldEvent): HeldPrice {
  return { bid, ask, source, heldSince };
}

/** The ticks that were held at a shard's last snapshot, by asset. */
export async function readHeldPrices(db: Queryable, shard: number): Promise<Map<string, HeldPrice>> {
  const instruments = await db.instrument.findMany({ where: { shard } });
  const decimals = new Map(instruments.map(({ asset, priceDecimals }) => [asset, priceDecimals]));
  const rows = await db.heldTick.findMany({ where: { shard } });
  return new Map(
    rows.map(({ asset, bid, ask, source, heldSince }) => {
      const [bidText, askText] = [bid, ask].map((price) => price.toFixed(decimals.get(asset))) as [string, string];
      return [asset, { bid: bidText, ask: askText, source, heldSince: Number(heldSince) }];
    }),
  );
}
