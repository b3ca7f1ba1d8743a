import { isDeepStrictEqual } from 'node:util';
import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';

/** The answer to a read, as its asker gets it. */
export interface Told {
  /** The last result before the read: the answer contains it. */
  readonly after: LogId;
  /** The read. */
  readonly cause: LogId;
  readonly event: object;
}

/** What reads have to be answered, as far as the log has come. */
export class ExpectedAnswers {
  readonly #answers = new Map<LogId, { readonly answer: object; readonly after: LogId }>();

  /** @param after the last result before the read. */
  expect(read: LogId, answer: object, after: LogId): void {
    this.#answers.set(read, { answer, after });
  }

  /** Whether an answer is the right one; otherwise what is wrong with it. */
  check({ after, cause, event }: Told, published: LogId | undefined): string | undefined {
    const expected = this.#answers.get(cause);
    const told = JSON.stringify(event);
    if (!isDeepStrictEqual(expected?.answer, event))
      return `the read ${cause} was answered ${told}, not ${JSON.stringify(expected?.answer)}`;
    if (compareLogIds(after, expected?.after ?? LOG_START) < 0)
      return `the answer to ${cause} is said to be behind ${after}, but contains ${expected?.after}`;
    if (compareLogIds(expected?.after ?? LOG_START, published ?? LOG_START) > 0)
      return `the read ${cause} was answered before ${expected?.after} was published, which the answer contains`;
    return undefined;
  }
}
