import { randomBytes } from 'node:crypto';
import { ChangeSet, type Changes, Core, NEWEST_RULES, Restoration, type Totals, UnknownRulesError } from '@fulcrum/cfd';
import { assert } from '@fulcrum/log';
import type { HashKey } from '@fulcrum/memory';
import type { SnapshotCodec, TableReader } from '@fulcrum/replica';
import { hasComparableHash, isReadable } from '../snapshot-format.ts';
import {
  readAccount,
  readClosedId,
  readHeldTick,
  readInstrument,
  readOrder,
  readQuote,
  readTotals,
} from '../snapshot-records.ts';
import { instrumentsIn } from '../snapshot-rows.ts';
import {
  accountTable,
  closedIdTable,
  heldTickTable,
  instrumentTable,
  orderTable,
  quoteTable,
  summaryTable,
} from '../snapshot-tables.ts';
import { CfdChanges } from './cfd-changes.ts';
import { CfdCore } from './cfd-core.ts';

/** @param eventsPerPart of results of the cores that it makes. A simulation has smaller parts. */
export function cfdCodec(eventsPerPart?: number): SnapshotCodec<CfdCore, Changes> {
  return {
    reader: 'engine',
    summaryTable,
    hasComparableHash,
    empty: () => new CfdCore(Core.empty(secretKey()), eventsPerPart),
    assertReadable: (formatVersion, figures) => {
      const { rulesVersion } = readTotals(figures);
      if (rulesVersion > NEWEST_RULES) throw new UnknownRulesError(rulesVersion);
      assert(isReadable(formatVersion), `the snapshot's format ${formatVersion} is known`);
    },
    restore: async (tables, figures) => new CfdCore(await restore(tables, readTotals(figures)), eventsPerPart),
    collect: (changes, since) =>
      new CfdChanges(new ChangeSet(changes, since === undefined ? 0 : readTotals(since).nextOrderNumber)),
  };
}

/** Each record goes from its row into the core: there may be millions, which are never there all at once. */
async function restore(tables: TableReader, totals: Totals): Promise<Core> {
  const markets = await tables.all(instrumentTable, readInstrument);
  const instruments = instrumentsIn(markets);
  const quotes = await tables.all(quoteTable, (row) => readQuote(row, instruments));
  const heldTicks = await tables.all(heldTickTable, (row) => readHeldTick(row, instruments));
  const restoration = new Restoration({ totals, instruments: markets, quotes, heldTicks }, secretKey());
  await tables.each(accountTable, (row) => restoration.account(readAccount(row)));
  await tables.each(orderTable, (row) => restoration.order(readOrder(row, instruments)), 'number');
  await tables.each(closedIdTable, (row) => restoration.closedId(readClosedId(row)), 'closedAt');
  return restoration.finish();
}

/** Nobody outside can guess it, and no result depends on it. */
function secretKey(): HashKey {
  const bytes = randomBytes(8);
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}
