import { randomBytes } from 'node:crypto';
import { Core, NEWEST_RULES, Restoration, type Totals, UnknownRulesError } from '@fulcrum/cfd';
import { checkpointTable, placeOf, type Reader, type TableReading, type Tables } from '@fulcrum/db';
import { assert, causeOf, LOG_START, type LogId } from '@fulcrum/log';
import type { HashKey } from '@fulcrum/memory';
import { hasComparableHash, isReadable } from './snapshot-format.ts';
import {
  readAccount,
  readClosedId,
  readHeldTick,
  readInstrument,
  readOrder,
  readQuote,
  readSummaryRow,
  type Summary,
} from './snapshot-records.ts';
import { instrumentsIn } from './snapshot-rows.ts';
import {
  accountTable,
  closedIdTable,
  heldTickTable,
  instrumentTable,
  orderTable,
  quoteTable,
  summaryTable,
} from './snapshot-tables.ts';
import { type LoadOptions, TableReader } from './table-reader.ts';

export interface LoadedSnapshot {
  readonly core: Core;
  /** The last entry of the log that the state contains. */
  readonly position: LogId;
  /** Tells that entry from another one with its id, where the snapshot has it. */
  readonly entryDigest: string | undefined;
  /** The last entry whose result is in the history. */
  readonly recorded: LogId;
  /** The number of the next order to be opened. */
  readonly nextOrderNumber: number;
  /** The state does not have the hash that its writer gave it, because that one made it in another way. */
  readonly hasForeignHash: boolean;
}

/** A large table may have to be sorted before its first row comes. */
const SILENCE_LIMIT_MS = 120_000;

/**
 * Loads the state at the engine's checkpoint, all of it as of one moment.
 *
 * @throws UnknownRulesError when it was written by a newer version.
 * @throws when the loaded state does not have the hash that its writer gave it.
 */
export function loadSnapshot(tables: Tables, options: LoadOptions = {}): Promise<LoadedSnapshot> {
  return tables.readAtOneMoment(SILENCE_LIMIT_MS, (reading) => load(reading, options));
}

async function load(reading: TableReading, options: LoadOptions): Promise<LoadedSnapshot> {
  const checkpoints = await reading.find(checkpointTable, ['engine', 'recorder']);
  const checkpointOf = (reader: Reader) => placeOf(checkpoints.find(([name]) => name === reader)).position;
  const recorded = causeOf(checkpointOf('recorder'));
  const summary = await readSummary(reading, checkpointOf('engine'));
  if (summary === undefined)
    return {
      ...{ core: Core.empty(secretKey()), position: LOG_START, entryDigest: undefined },
      ...{ recorded, nextOrderNumber: 0, hasForeignHash: false },
    };
  const { position, formatVersion, stateHash, totals, entryDigest } = summary;
  if (totals.rulesVersion > NEWEST_RULES) throw new UnknownRulesError(totals.rulesVersion);
  assert(isReadable(formatVersion), `the snapshot's format ${formatVersion} is known`);
  const core = await restore(new TableReader(reading, options), totals);
  const hasForeignHash = !hasComparableHash(formatVersion);
  const hash = core.stateHash();
  assert(
    hasForeignHash || hash === stateHash,
    `the state loaded at ${position} has the hash ${stateHash}, not ${hash}`,
  );
  return { core, position, entryDigest, recorded, nextOrderNumber: totals.nextOrderNumber, hasForeignHash };
}

/** Undefined at the start of the log. */
async function readSummary(reading: TableReading, position: LogId): Promise<Summary | undefined> {
  if (position === LOG_START) return undefined;
  const [row] = await reading.find(summaryTable, [position]);
  assert(row !== undefined, `the snapshot at ${position} has a summary`);
  return readSummaryRow(row);
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
