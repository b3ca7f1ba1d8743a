import { type Database, readCheckpoint } from '@fulcrum/db';
import { callbackId, compareLogIds, earlierId, LOG_START, type LogId, logTime } from '@fulcrum/log';
import { type Connection, keepLogTrimmed, type LogKeys } from '@fulcrum/streams';

export interface VenueTrimmingParts {
  readonly db: Database;
  readonly redis: Connection;
  readonly keys: LogKeys;
  readonly signal: AbortSignal;
  readonly onError: (error: Error) => void;
}

/** For so much log time results are kept for a recorder that is away, or never ran. The history lacks what goes afterwards. */
const RECORDER_MS = 3_600_000;

/** Removes from the venue's log what its readers have had for a minute: its snapshot, and of the results the recorder too. */
export function trimVenueLog({ db, redis, keys, signal, onError }: VenueTrimmingParts): Promise<void> {
  const read = async () => {
    const input = await readCheckpoint(db, keys.shard, 'venue');
    return { input, output: resultsReadBy(input, await readCheckpoint(db, keys.shard, 'venue-recorder')) };
  };
  return keepLogTrimmed({ redis, keys, read }, signal, onError);
}

/** Up to where nobody needs the results: snapshot and recorder have them, or the recorder has been away for too long. */
export function resultsReadBy(snapshot: LogId, recorder: LogId): LogId {
  if (snapshot === LOG_START) return LOG_START;
  const waitedFor = `${Math.max(0, logTime(snapshot) - RECORDER_MS)}-0`;
  const read = compareLogIds(recorder, waitedFor) > 0 ? recorder : waitedFor;
  return earlierId(read, callbackId(snapshot, 0));
}
