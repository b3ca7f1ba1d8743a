import type { OptionalNames } from '../messages/fields.ts';
import type { INSTRUMENT, Instrument } from '../messages/instrument.ts';
import { withoutUnset } from '../rules/instrument.ts';
import { ACCOUNT_COLUMNS } from '../state/account-fields.ts';
import type { BaseKind } from '../state/columns.ts';
import { HOLD_COLUMNS } from '../state/hold-fields.ts';
import { CLOSED_ID_COLUMNS, ORDER_COLUMNS } from '../state/order-fields.ts';
import { PENDING_COLUMNS } from '../state/pending/pending-fields.ts';
import { TRAILING_COLUMNS } from '../state/trailing/trailing-notes.ts';
import { type Row, tableCodec } from './table-codec.ts';

/** The tables of a snapshot. Those of records follow from the tables of their fields. */

/** The figures of the state as a whole. They stand in the row of the snapshot itself. */
export const totalsTable = tableCodec('Snapshot', {
  houseResult: 'money',
  deposits: 'money',
  nextOrderNumber: 'bigint',
  rulesVersion: 'int',
});

/** A column for each setting of an instrument, and a column that may be null for each that may be absent. */
type InstrumentColumns = {
  readonly [Name in keyof Instrument]-?: Name extends OptionalNames<typeof INSTRUMENT> ? `${BaseKind}?` : BaseKind;
};

export const instrumentTable = tableCodec('Instrument', {
  asset: 'text',
  priceDecimals: 'int',
  quantityDecimals: 'int',
  minQuantity: 'quantity',
  maxQuantity: 'quantity',
  maxLeverage: 'int',
  maxQuoteAgeMs: 'bigint',
  assetClass: 'text?',
  mode: 'mode?',
  maxSpreadBps: 'int?',
  maxJumpBps: 'int?',
  confirmJumpMs: 'int?',
  guaranteedStopPpm: 'int?',
  minGuaranteedDistanceBps: 'int?',
} as const satisfies InstrumentColumns);

/** An instrument names its own decimals. */
export function readInstrument(row: Row): Instrument {
  const decimals = (name: 'priceDecimals' | 'quantityDecimals') => Number(instrumentTable.text(row, name));
  const grid = { priceDecimals: decimals('priceDecimals'), quantityDecimals: decimals('quantityDecimals') };
  return withoutUnset(instrumentTable.read(row, grid));
}

export const quoteTable = tableCodec('Quote', { asset: 'text', bid: 'price', ask: 'price', time: 'bigint' });

export const heldTickTable = tableCodec('HeldTick', {
  asset: 'text',
  bid: 'price',
  ask: 'price',
  exchangeTime: 'text?',
  source: 'text?',
  heldSince: 'bigint',
});

/** The settings of groups of accounts. One that is absent is null. */
export const groupTable = tableCodec('AccountGroup', {
  name: 'text',
  maxOpenOrders: 'int?',
  maxNotional: 'money?',
  maxTotalNotional: 'money?',
  positionMode: 'positionMode?',
});

export const accountTable = tableCodec('Account', ACCOUNT_COLUMNS);

export const orderTable = tableCodec('OpenOrder', ORDER_COLUMNS);

export const pendingTable = tableCodec('PendingOrder', PENDING_COLUMNS);

export const trailingTable = tableCodec('TrailingGroup', TRAILING_COLUMNS);

export const holdTable = tableCodec('Hold', HOLD_COLUMNS);

export const closedIdTable = tableCodec('ClosedId', CLOSED_ID_COLUMNS);

/** All of them but the row of the snapshot itself. */
export const RECORD_TABLES = [
  ...[instrumentTable, quoteTable, heldTickTable],
  ...[groupTable, accountTable, orderTable, pendingTable, trailingTable, holdTable, closedIdTable],
];
