import type { Queryable } from '@fulcrum/db';
import type { Connection, StreamKeys } from '@fulcrum/streams';

/** A log, and the database with its snapshots: a transaction, where it has to be read in one. */
export interface LogParts {
  readonly db: Queryable;
  /** For short reads. */
  readonly redis: Connection;
  readonly keys: StreamKeys;
}
