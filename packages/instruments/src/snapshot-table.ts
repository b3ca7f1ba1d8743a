import { laterSettings } from '@fulcrum/cfd';
import type { Queryable } from '@fulcrum/db';
import { marketMode } from '@fulcrum/protocol';
import type { InstrumentSettings } from './settings.ts';

/** The instruments of a shard's last snapshot, as the engine would print them. */
export async function readSnapshotTable(db: Queryable, shard: number): Promise<InstrumentSettings[]> {
  const rows = await db.instrument.findMany({ where: { shard } });
  return rows.map((row) => {
    const { asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs } = row;
    const [least, most] = [minQuantity.toFixed(quantityDecimals), maxQuantity.toFixed(quantityDecimals)];
    const quantities = { quantityDecimals, minQuantity: least, maxQuantity: most };
    return { asset, priceDecimals, ...quantities, maxLeverage, maxQuoteAgeMs: Number(maxQuoteAgeMs), ...later(row) };
  });
}

type Row = Awaited<ReturnType<Queryable['instrument']['findMany']>>[number];

/** A setting that is not set is null there. */
function later({ assetClass, mode, maxSpreadBps, maxJumpBps, confirmJumpMs }: Row) {
  return laterSettings({
    assetClass: assetClass ?? undefined,
    mode: mode === null ? undefined : marketMode.parse(mode),
    maxSpreadBps: maxSpreadBps ?? undefined,
    maxJumpBps: maxJumpBps ?? undefined,
    confirmJumpMs: confirmJumpMs ?? undefined,
  });
}
