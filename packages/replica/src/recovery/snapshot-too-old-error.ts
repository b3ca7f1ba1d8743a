import { LOG_START, type LogId } from '@fulcrum/log';
import { GapError, type LogKeys } from '@fulcrum/streams';

/** The entry at the snapshot's position is gone from the log, and no newer snapshot is there: nothing can go on. */
export class SnapshotTooOldError extends GapError {
  override name = 'SnapshotTooOldError';

  /** @param waysOut what can be done. */
  constructor({ input }: Pick<LogKeys, 'input'>, position: LogId, waysOut: string) {
    super(input, position);
    const snapshot = position === LOG_START ? 'PostgreSQL has no snapshot' : `PostgreSQL's snapshot is of ${position}`;
    this.message = `${this.message}. ${snapshot}, and the entries behind it were trimmed because another one had them. So somebody has emptied the log by hand, or PostgreSQL's data was lost or is an old copy, or DATABASE_URL names another database. The state cannot be worked out without it.
${waysOut}`;
  }
}
