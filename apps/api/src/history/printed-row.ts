import { MONEY_DECIMALS, type Table, type ValueField, valueFieldsOf } from '@fulcrum/cfd';
import { Prisma } from '@fulcrum/db';
import type { InstrumentSettings } from '@fulcrum/instruments';

/** The fields of an event for which a table of the history has a column. */
export function keptFields(event: Table, columns: object): ValueField[] {
  return valueFieldsOf(event).filter(({ name }) => name in columns);
}

/** The fields of an event as they were told, out of its row. What the event did not have is absent. */
export function printedRow(fields: readonly ValueField[], row: object, instrument: InstrumentSettings | undefined) {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = row[field.name as keyof object] as unknown;
      return value === null && !field.isNullable ? [] : [[field.name, printed(field, value, instrument)]];
    }),
  );
}

/** Amounts have the instrument's decimals; without an instrument, as many as they need. */
function printed({ kind }: ValueField, value: unknown, instrument: InstrumentSettings | undefined): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (!Prisma.Decimal.isDecimal(value)) return value;
  if (kind === 'price') return value.toFixed(instrument?.priceDecimals);
  return value.toFixed(kind === 'quantity' ? instrument?.quantityDecimals : MONEY_DECIMALS);
}
