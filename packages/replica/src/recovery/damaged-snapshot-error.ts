import { databaseWaysOut } from '@fulcrum/db';
import { InvariantError } from '@fulcrum/log';

/** The rows of a snapshot contradict each other, or what their writer said of them: no replica can begin with them. */
export class DamagedSnapshotError extends InvariantError {
  override name = 'DamagedSnapshotError';

  /**
   * @param cause what was found.
   * @param home the folder of a product that keeps its servers' data there.
   */
  constructor(cause: InvariantError, shard: number, home: string | undefined) {
    super(
      `PostgreSQL's snapshot cannot be loaded, and starting again does not help: ${cause.message}. Where a newer version has written it, start that one. Otherwise somebody has changed its rows, or they are damaged.
${databaseWaysOut({ shard, home })}`,
      { cause },
    );
  }
}
