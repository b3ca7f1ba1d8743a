import type { Row } from '@fulcrum/db';
import { assertColumns, checkpointTable, placeOf, type Reader, type TableReading, type Tables } from '@fulcrum/db';
import { assert, causeOf, LOG_START, type LogId } from '@fulcrum/log';
import type { Changes, Core } from '../core.ts';
import type { SnapshotCodec } from '../snapshots/codec.ts';
import { readSummary, type Summary } from '../snapshots/summary.ts';
import { type LoadOptions, TableReader } from '../snapshots/table-reader.ts';

export interface LoadedSnapshot<C> {
  readonly core: C;
  /** The last entry of the log that the state contains. */
  readonly position: LogId;
  /** Tells that entry from another one with its id, where the snapshot has it. */
  readonly entryDigest: string | undefined;
  /** The last entry whose result has been recorded. */
  readonly recorded: LogId;
  /** The figures of the snapshot's summary; undefined at the start of the log. */
  readonly figures: Row | undefined;
  /** The hash that its writer gave the state was made in another way, and says nothing here. */
  readonly hasForeignHash: boolean;
}

/** What a codec says of its tables. */
type Described = Pick<SnapshotCodec<never>, 'summaryTable' | 'tables'>;

/** A large table may have to be sorted before its first row comes. */
const SILENCE_LIMIT_MS = 120_000;

/**
 * Loads the state at the checkpoint, all of it as of one moment.
 *
 * @throws when it was written by a newer version, or the loaded state does not have the hash that its writer gave it. Where
 *   a newer version has made columns that this one does not know, the error names them.
 */
export function loadSnapshot<C extends Core<Ch>, Ch extends Changes>(
  codec: SnapshotCodec<C, Ch>,
  tables: Tables,
  options: LoadOptions = {},
): Promise<LoadedSnapshot<C>> {
  return tables.readAtOneMoment(SILENCE_LIMIT_MS, (reading) => load(codec, reading, options));
}

async function load<C extends Core<Ch>, Ch extends Changes>(
  codec: SnapshotCodec<C, Ch>,
  reading: TableReading,
  options: LoadOptions,
): Promise<LoadedSnapshot<C>> {
  for (const table of [codec.summaryTable, ...codec.tables]) assertColumns(table);
  const { reader: own, recorder } = codec;
  const checkpoints = await reading.find(checkpointTable, [own, ...(recorder === undefined ? [] : [recorder])]);
  const checkpointOf = (name: Reader) => placeOf(checkpoints.find(([found]) => found === name)).position;
  const recorded = recorder === undefined ? LOG_START : causeOf(checkpointOf(recorder));
  const position = checkpointOf(own);
  if (position === LOG_START)
    return {
      ...{ core: codec.empty(), position, entryDigest: undefined },
      ...{ recorded, figures: undefined, hasForeignHash: false },
    };
  const { formatVersion, stateHash, figures, entryDigest } = await findSummary(codec, reading, position);
  codec.assertReadable(formatVersion, figures);
  const core = await codec.restore(new TableReader(reading, options), figures);
  const hasForeignHash = !codec.hasComparableHash(formatVersion);
  if (!hasForeignHash) await compareHash(codec, reading, position, core.stateHash(), stateHash);
  core.assertSound();
  return { core, position, entryDigest, recorded, figures, hasForeignHash };
}

/** A newer version may have hashed what this one cannot even see: then its columns are named. */
async function compareHash(
  codec: Described,
  reading: TableReading,
  position: LogId,
  hash: string,
  stateHash: string,
): Promise<void> {
  if (hash === stateHash) return;
  const unknown = await unknownColumns(codec, reading);
  const why = unknown.length === 0 ? '' : `: this version does not know ${unknown.join(', ')}, which a newer one made`;
  assert(false, `the state loaded at ${position} has the hash ${stateHash}, not ${hash}${why}`);
}

/** @returns the names of columns that the tables of the snapshot have, and their descriptions have not. */
async function unknownColumns({ summaryTable, tables }: Described, reading: TableReading): Promise<string[]> {
  const unknown: string[] = [];
  for (const table of [summaryTable, ...tables])
    for (const column of await reading.unknownColumns(table)) unknown.push(`${table.name}.${column}`);
  return unknown;
}

async function findSummary({ summaryTable }: Described, reading: TableReading, position: LogId): Promise<Summary> {
  const [row] = await reading.find(summaryTable, [position]);
  assert(row !== undefined, `the snapshot at ${position} has a summary`);
  return readSummary(row);
}
