import { INSTRUMENT, valueFieldsOf } from '@fulcrum/cfd';
import type { Queryable } from '@fulcrum/db';
import { instrumentFields } from '@fulcrum/protocol';
import { z } from 'zod';
import type { InstrumentSettings } from './settings.ts';

const settingsSchema = z.object(instrumentFields);

type Row = Awaited<ReturnType<Queryable['instrument']['findMany']>>[number];

/** The columns of the settings. A setting that has no column does not compile. */
type Columns = Pick<Row, keyof InstrumentSettings>;

/** The instruments of a shard's last snapshot, as the engine would print them. */
export async function readSnapshotTable(db: Queryable, shard: number): Promise<InstrumentSettings[]> {
  const rows = await db.instrument.findMany({ where: { shard } });
  return rows.map(settingsIn);
}

/** A setting that is not set is null in its column, and absent in what the engine prints. */
function settingsIn(row: Columns): InstrumentSettings {
  const values = valueFieldsOf(INSTRUMENT).map(({ name }) => [name, valueIn(row, name as keyof Columns)]);
  return settingsSchema.parse(Object.fromEntries(values.filter(([, value]) => value !== null)));
}

function valueIn(row: Columns, name: keyof Columns): string | number | null {
  const value = row[name];
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'object' && value !== null ? value.toFixed(row.quantityDecimals) : value;
}
