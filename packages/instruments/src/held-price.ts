import type { Queryable } from '@fulcrum/db';
import type { PriceHeldEvent } from '@fulcrum/protocol';

/** A tick that looks wrong, and waits for another one to confirm it, as the engine printed it. */
export type HeldPrice = Omit<PriceHeldEvent, 'type' | 'asset'>;

export function heldPriceOf({ bid, ask, source, heldSince }: PriceHeldEvent): HeldPrice {
  return { bid, ask, source, heldSince };
}

/** The ticks that instruments held at the last snapshot, by asset. */
export async function readHeldPrices(db: Queryable): Promise<Map<string, HeldPrice>> {
  const decimals = new Map((await db.instrument.findMany()).map(({ asset, priceDecimals }) => [asset, priceDecimals]));
  const rows = await db.heldTick.findMany();
  return new Map(
    rows.map(({ asset, bid, ask, source, heldSince }) => {
      const [bidText, askText] = [bid, ask].map((price) => price.toFixed(decimals.get(asset))) as [string, string];
      return [asset, { bid: bidText, ask: askText, source, heldSince: Number(heldSince) }];
    }),
  );
}
