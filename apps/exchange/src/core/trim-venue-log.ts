import { type Database, readCheckpoint } from '@fulcrum/db';
import { callbackId, LOG_START } from '@fulcrum/log';
import { type Connection, keepLogTrimmed, type LogKeys } from '@fulcrum/streams';

export interface VenueTrimmingParts {
  readonly db: Database;
  readonly redis: Connection;
  readonly keys: LogKeys;
  readonly signal: AbortSignal;
  readonly onError: (error: Error) => void;
}

/** Removes from the venue's log what its snapshot has had for a minute. Nobody else reads it. */
export function trimVenueLog({ db, redis, keys, signal, onError }: VenueTrimmingParts): Promise<void> {
  const read = async () => {
    const checkpoint = await readCheckpoint(db, keys.shard, 'venue');
    return { input: checkpoint, output: checkpoint === LOG_START ? LOG_START : callbackId(checkpoint, 0) };
  };
  return keepLogTrimmed({ redis, keys, read }, signal, onError);
}
