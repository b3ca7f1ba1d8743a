import { InvariantError } from '@fulcrum/log';

/** The rows of a snapshot contradict each other, or what their writer said of them: no replica can begin with them. */
export class DamagedSnapshotError extends InvariantError {
  override name = 'DamagedSnapshotError';

  /**
   * @param cause what was found.
   * @param waysOut what can be done.
   */
  constructor(cause: InvariantError, waysOut: string) {
    super(
      `PostgreSQL's snapshot cannot be loaded, and starting again does not help: ${cause.message}. Where a newer version has written it, start that one. Otherwise somebody has changed its rows, or they are damaged.
${waysOut}`,
      { cause },
    );
  }
}
