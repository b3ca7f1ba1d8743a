import { randomBytes } from 'node:crypto';
import { venueLossTable } from '@fulcrum/db';
import { assert } from '@fulcrum/log';
import {
  accountTable,
  assetTable,
  balanceTable,
  type Changes,
  Core,
  marketTable,
  orderTable,
  RECORD_TABLES,
  Restoration,
  type Totals,
  totalsTable,
} from '@fulcrum/matching';
import type { HashKey } from '@fulcrum/memory';
import type { SnapshotCodec, TableReader } from '@fulcrum/replica';
import type { Made } from './made.ts';
import { FORMAT_VERSION, venueChangesCodec } from './venue-changes.ts';
import { VenueCore } from './venue-core.ts';

/**
 * @param onMade is told what each entry of the log caused.
 * @param maxEvents in one entry of venue-events, where they are not as many as in the product.
 */
export function venueCodec(onMade: (made: Made) => void, maxEvents?: number): SnapshotCodec<VenueCore, Changes> {
  const coreOf = (core: Core) => new VenueCore(core, onMade, maxEvents);
  return {
    ...venueChangesCodec,
    tables: RECORD_TABLES,
    recorder: undefined,
    lossTable: venueLossTable,
    empty: () => coreOf(Core.empty(secretKey())),
    assertReadable: (formatVersion) =>
      assert(formatVersion === FORMAT_VERSION, `the snapshot's format ${formatVersion} is known`),
    restore: async (tables, figures) => coreOf(await restore(tables, totalsTable.read(figures))),
  };
}

/** Each record goes from its row into the core: there may be millions, which are never there all at once. */
async function restore(tables: TableReader, totals: Totals): Promise<Core> {
  const restoration = new Restoration(totals, secretKey());
  await tables.each(assetTable, (row) => restoration.asset(assetTable.read(row)), 'number');
  await tables.each(marketTable, (row) => restoration.market(marketTable.read(row)), 'number');
  await tables.each(accountTable, (row) => restoration.account(accountTable.read(row)), 'number');
  await tables.each(balanceTable, (row) => restoration.balance(balanceTable.read(row)), 'number');
  await tables.each(orderTable, (row) => restoration.order(orderTable.read(row)), 'number');
  return restoration.finish();
}

/** Nobody may choose ids that meet in the core's tables. */
function secretKey(): HashKey {
  const bytes = randomBytes(8);
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}
