import { lossTable } from '@fulcrum/db';
import { decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { streamInfo, streamKeys } from '@fulcrum/streams';
import { type Copying, copyResults } from '../copying/copy-results.ts';
import { recordResults } from '../copying/record-results.ts';
import { HISTORY, type HistoryParts } from './history-parts.ts';
import { type HistoryRows, rowCounts } from './history-rows.ts';
import { HistoryWriter } from './history-writer.ts';
import { MassCloseDelay } from './mass-close-delay.ts';
import { writeHistory } from './write-history.ts';

/** Nobody notices it, and with thousands of orders a second it halves the work of PostgreSQL, and leaves the disk to Redis. */
const REST_MS = 25;

/** Copies callback-stream into the history tables, until the signal is given. */
export async function recordHistory(parts: HistoryParts): Promise<void> {
  const { asking, key, signal, metrics, tables, lostEntries, journalLooked } = parts;
  const { shard } = tables;
  await recordResults(parts, {
    ...{ what: HISTORY, stream: 'callback-stream', reader: 'recorder', keeper: 'engine' },
    ...{ log: streamKeys(shard).engine, losses: lossTable },
    ready: journalLooked,
    onLost: (cause, isReplaced) => lostEntries.lookFor(cause, HISTORY, isReplaced),
    advice: 'Replay the journal to see them.',
    copy: (checkpoint, lost) => {
      const delay = new MassCloseDelay({ end: async () => (await streamInfo(asking, key)).lastId, signal });
      const copying: Copying<JsonEvent, HistoryRows> = {
        ...{ what: HISTORY, restMs: REST_MS, decode: decodeEvents },
        gather: (write) => {
          const writer = new HistoryWriter(shard, checkpoint, write);
          return { writer, add: (id, events, characters) => writer.add(id, events, characters) };
        },
        write: (from, to, rows, digest, clearFrom) => writeHistory(tables, from, to, rows, digest, clearFrom),
        onWritten: (to, rows) => metrics.countHistory(to, rowCounts(rows)),
        before: (entries, isCaughtUp) => delay.before(entries, isCaughtUp),
      };
      return copyResults(parts, copying, lost);
    },
  });
}
