import { LOG_START, type LogId } from '@fulcrum/log';
import { OvertakenError } from '@fulcrum/streams';

/** The log does not go on where the snapshot ends, or begins nowhere: there is no state to go on from. */
export class SnapshotTooOldError extends OvertakenError {
  override name = 'SnapshotTooOldError';

  constructor(key: string, position: LogId) {
    super(key, position);
    const snapshot = position === LOG_START ? 'PostgreSQL has no snapshot' : `PostgreSQL's snapshot is of ${position}`;
    this.message = `${this.message}. ${snapshot}, and the entries behind it were trimmed because another one had them. So PostgreSQL's data was lost or is an old copy, or DATABASE_URL names another database. Nobody's orders and balances can be worked out without it.
Choose a way out (npm start keeps its data in FULCRUM_HOME, here .fulcrum):
  1. Put back a copy of PostgreSQL's data. Nothing is lost where its snapshot is younger than the log's first entry:
       mv .fulcrum/postgres .fulcrum/postgres.before
       cp -a YOUR_COPY .fulcrum/postgres
  2. Write down what everybody had, keep all that is left, and begin anew. Users, accounts and orders are then in the files alone:
       npm run -s journal > journal.ndjson
       npm run -s replay -- journal.ndjson > results.ndjson
       mv .fulcrum .fulcrum.before`;
  }
}
