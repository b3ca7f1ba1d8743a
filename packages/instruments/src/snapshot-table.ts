import type { Queryable } from '@fulcrum/db';
import type { InstrumentSettings } from './settings.ts';

/** The instruments of the last snapshot, as the engine would print them. */
export async function readSnapshotTable(db: Queryable): Promise<InstrumentSettings[]> {
  const rows = await db.instrument.findMany();
  return rows.map(({ minQuantity, maxQuantity, maxQuoteAgeMs, ...row }) => ({
    ...row,
    minQuantity: minQuantity.toFixed(row.quantityDecimals),
    maxQuantity: maxQuantity.toFixed(row.quantityDecimals),
    maxQuoteAgeMs: Number(maxQuoteAgeMs),
  }));
}
