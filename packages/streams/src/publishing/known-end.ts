import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';

/** How far a stream of results is known to reach. */
export class KnownEnd {
  #last: LogId;
  /** The socket over which that became known. Over another one Redis may have come back without it. */
  #socket: unknown;

  constructor(last: LogId) {
    this.#last = last;
  }

  /** The last result that is known to stand in the stream. */
  get last(): LogId {
    return this.#last;
  }

  /** The stream was seen to reach up to a result. What it was once known to have is not forgotten. */
  learn(result: LogId, socket: unknown): void {
    if (compareLogIds(result, this.#last) > 0) this.#last = result;
    this.#socket = socket;
  }

  /** Whether a result is known to stand in the stream. */
  has(result: LogId): boolean {
    return compareLogIds(result, this.#last) <= 0;
  }

  /** The last result, where it is not certain that the Redis behind this socket still has it. */
  doubtfulOver(socket: unknown): LogId | undefined {
    return socket === this.#socket || this.#last === LOG_START ? undefined : this.#last;
  }
}
