import type { RecordFields } from '@fulcrum/memory';
import { MARKET, type MarketSettings } from '../messages/settings.ts';
import { fieldsOf } from '../messages/table.ts';
import { ACCOUNT_FIELDS } from '../state/accounts.ts';
import { BALANCE_FIELDS } from '../state/balances.ts';
import { type Column, columnsOf } from '../state/kept-fields.ts';
import { ORDER_FIELDS } from '../state/order-fields.ts';
import type { AccountRecord, AssetRecord, BalanceRecord, MarketRecord, OrderRecord, Totals } from './records.ts';
import { type ColumnKind, type RowCodec, rowCodec } from './row-codec.ts';

/** The tables of a snapshot. Those of records follow from the tables of their fields. All figures are in units. */

/** The figures of the state as a whole. They stand in the row of the snapshot itself. */
export const totalsTable = rowCodec<Totals>('VenueSnapshot', [['nextOrderNumber', 'bigint']]);

export const assetTable = rowCodec<AssetRecord>('VenueAsset', [
  ['asset', 'text'],
  ['number', 'int'],
  ['decimals', 'int'],
  ['deposited', 'bigint'],
  ['fees', 'bigint'],
]);

/** A market's row has its settings one by one. */
type MarketRow = Omit<MarketRecord, 'settings'> & MarketSettings;

const marketRows = rowCodec<MarketRow>('VenueMarket', [
  ...fieldsOf(MARKET).map(
    ({ name, kind, isOptional }) => [name as keyof MarketSettings, settingColumn(kind, isOptional)] as const,
  ),
  ['baseDecimals', 'int'],
  ['quoteDecimals', 'int'],
  ['lotUnits', 'bigint'],
  ['notionalUnits', 'bigint'],
  ['number', 'int'],
  ['tradeId', 'bigint'],
  ['updateId', 'bigint'],
  ['lastPrices', 'numbers'],
]);

function settingColumn(kind: string, isOptional: boolean): ColumnKind {
  if (kind === 'whole') return isOptional ? 'int?' : 'int';
  return kind === 'price' || kind === 'quantity' || kind === 'quote' ? 'bigint' : 'text';
}

export const marketTable: RowCodec<MarketRecord> = {
  ...marketRows,
  print: ({ settings, ...figures }) => marketRows.print({ ...settings, ...figures }),
  read: (row) => {
    const { number, tradeId, updateId, lastPrices, ...settings } = marketRows.read(row);
    return { number, settings, tradeId, updateId, lastPrices };
  },
};

export const accountTable = recordTable<AccountRecord>('VenueAccount', 'userId', ACCOUNT_FIELDS);
export const balanceTable = recordTable<BalanceRecord>('VenueBalance', 'number', BALANCE_FIELDS);
export const orderTable = recordTable<OrderRecord>('VenueOrder', 'number', ORDER_FIELDS);

/** All of them but the row of the snapshot itself. */
export const RECORD_TABLES = [assetTable, marketTable, accountTable, balanceTable, orderTable] as const;

/** @param key the name of the column that comes first. */
function recordTable<RecordType extends object>(name: string, key: string, fields: RecordFields): RowCodec<RecordType> {
  const columns = columnsOf(fields) as [string & keyof RecordType, Column][];
  const isKey = ([column]: readonly [string, Column]) => column === key;
  return rowCodec<RecordType>(name, [...columns.filter(isKey), ...columns.filter((column) => !isKey(column))]);
}
