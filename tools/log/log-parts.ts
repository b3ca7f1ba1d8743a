import type { Database } from '@fulcrum/db';
import type { Redis, StreamKeys } from '@fulcrum/streams';

/** A log, and the database with its snapshots. */
export interface LogParts {
  readonly db: Database;
  readonly redis: Redis;
  readonly keys: StreamKeys;
}
