import { type Kind, type Table, type ValueField, valueFieldsOf } from '@fulcrum/cfd';
import type { BulkTable, Row } from '@fulcrum/db';
import type { JsonEvent } from '@fulcrum/protocol';

/** The types of columns, by the kind of value that they hold: text, where none is named. */
const COLUMN_TYPES: Partial<Record<Kind, string>> = {
  uuid: 'uuid',
  price: 'numeric',
  quantity: 'numeric',
  money: 'numeric',
  whole: 'int',
  natural: 'bigint',
  flag: 'boolean',
  time: 'bigint',
};

/** A table of the history that keeps one kind of event. */
export interface EventTable extends BulkTable {
  /** @param id of the history's row for this event. */
  readonly row: (id: string, event: JsonEvent) => Row;
}

/**
 * Describes a table that keeps of an event all fields for which it has a column.
 *
 * @param columns of the table in the database.
 */
export function eventTable(name: string, event: Table, columns: object): EventTable {
  const fields = valueFieldsOf(event).filter((field) => field.name in columns);
  return {
    name,
    columns: [['id', 'text'], ...fields.map(({ name, kind }) => [name, COLUMN_TYPES[kind] ?? 'text'] as const)],
    row: (id, event) => [id, ...fields.map((field) => textOf(event, field))],
  };
}

function textOf(event: JsonEvent, { name }: ValueField): string | null {
  const value = event[name as keyof JsonEvent] as unknown;
  return value === undefined || value === null ? null : String(value);
}
