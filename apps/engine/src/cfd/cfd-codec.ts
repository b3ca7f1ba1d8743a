import { randomBytes } from 'node:crypto';
import {
  accountTable,
  type Changes,
  type Columns,
  Core,
  closedIdTable,
  groupTable,
  heldTickTable,
  holdTable,
  instrumentTable,
  NEWEST_RULES,
  orderTable,
  pendingTable,
  quoteTable,
  RECORD_TABLES,
  Restoration,
  readInstrument,
  type TableCodec,
  type Totals,
  totalsTable,
  trailingTable,
  UnknownRulesError,
} from '@fulcrum/cfd';
import { lossTable, type Row } from '@fulcrum/db';
import { assert } from '@fulcrum/log';
import type { HashKey } from '@fulcrum/memory';
import type { SnapshotCodec, TableReader } from '@fulcrum/replica';
import { isReadable } from '../snapshot-format.ts';
import { cfdChangesCodec } from './cfd-changes.ts';
import { CfdCore } from './cfd-core.ts';
import { gridsIn } from './grids-in.ts';

/** @param eventsPerPart of results of the cores that it makes. A simulation has smaller parts. */
export function cfdCodec(eventsPerPart?: number): SnapshotCodec<CfdCore, Changes> {
  return {
    ...cfdChangesCodec,
    tables: RECORD_TABLES,
    recorder: 'recorder',
    lossTable,
    empty: () => new CfdCore(Core.empty(secretKey()), eventsPerPart),
    assertReadable: (formatVersion, figures) => {
      const { rulesVersion } = totalsTable.read(figures);
      if (rulesVersion > NEWEST_RULES) throw new UnknownRulesError(rulesVersion);
      assert(isReadable(formatVersion), `the snapshot's format ${formatVersion} is known`);
    },
    restore: async (tables, figures) => new CfdCore(await restore(tables, totalsTable.read(figures)), eventsPerPart),
  };
}

/** Each record goes from its row into the core: there may be millions, which are never there all at once. */
async function restore(tables: TableReader, totals: Totals): Promise<Core> {
  const markets = await tables.all(instrumentTable, readInstrument);
  const gridOf = gridsIn(markets);
  const onGrid = <Of extends Columns>(table: TableCodec<Of & { readonly asset: 'text' }>) => {
    return (row: Row) => table.read(row, gridOf({ asset: table.text(row, 'asset') }));
  };
  const quotes = await tables.all(quoteTable, onGrid(quoteTable));
  const heldTicks = await tables.all(heldTickTable, onGrid(heldTickTable));
  const groups = await tables.all(groupTable, (row) => groupTable.read(row));
  const trailing = await tables.all(trailingTable, onGrid(trailingTable));
  const head = { totals, instruments: markets, quotes, heldTicks, groups, trailing };
  const restoration = new Restoration(head, secretKey());
  const readOrder = onGrid(orderTable);
  await tables.each(accountTable, (row) => restoration.account(accountTable.read(row)));
  await tables.each(orderTable, (row) => restoration.order(readOrder(row)), 'number');
  const readPending = onGrid(pendingTable);
  await tables.each(pendingTable, (row) => restoration.pending(readPending(row)), 'number');
  await tables.each(holdTable, (row) => restoration.hold(holdTable.read(row)));
  await tables.each(closedIdTable, (row) => restoration.closedId(closedIdTable.read(row)), 'closedAt');
  return restoration.finish();
}

/** Nobody outside can guess it, and no result depends on it. */
function secretKey(): HashKey {
  const bytes = randomBytes(8);
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}
