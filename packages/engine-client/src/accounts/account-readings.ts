import { assert, type LogId } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';
import type { CallbackListener } from '../callback-listener.ts';
import { PassedResults } from '../passed-results.ts';
import { AccountReading, type AccountReadingOptions, type ReadAccount } from './account-reading.ts';

const CATCH_UP_LIMIT_MS = 5_000;

export interface AccountReadingsOptions extends Pick<AccountReadingOptions, 'readPage' | 'pageSize'> {
  readonly catchUpLimitMs?: number;
}

/** The accounts that are being read: one reading of a user at a time. Each reading is told its user's results. */
export class AccountReadings implements CallbackListener {
  readonly #options: AccountReadingsOptions;
  readonly #byUser = new Map<string, AccountReading>();
  readonly #passed = new PassedResults();

  constructor(options: AccountReadingsOptions) {
    this.#options = options;
  }

  /**
   * Reads an account. No other reading of the same user may be in flight.
   *
   * @param onEnd is called once, after this function has returned, between two entries of callback-stream.
   * @returns a function that calls it off.
   */
  begin(userId: string, onEnd: (read: ReadAccount) => void): () => void {
    assert(!this.#byUser.has(userId), 'an account is read once at a time');
    const { catchUpLimitMs = CATCH_UP_LIMIT_MS, ...options } = this.#options;
    const forget = () => assert(this.#byUser.delete(userId), 'a reading ends once');
    const reading = new AccountReading({
      ...{ ...options, userId, catchUpLimitMs, passed: this.#passed },
      onEnd: (read) => {
        forget();
        onEnd(read);
      },
    });
    this.#byUser.set(userId, reading);
    reading.begin();
    return () => {
      if (this.#byUser.get(userId) !== reading) return;
      forget();
      reading.cancel();
    };
  }

  concerns(text: string): boolean {
    for (const userId of this.#byUser.keys()) if (text.includes(userId)) return true;
    return false;
  }

  onEvent(event: JsonEvent, callback: LogId): void {
    if ('userId' in event && event.userId !== undefined) this.#byUser.get(event.userId)?.note(event, callback);
  }

  onGap(): void {
    for (const reading of [...this.#byUser.values()]) reading.onGap();
  }

  onPassed(callback: LogId): void {
    this.#passed.passed(callback);
  }
}
