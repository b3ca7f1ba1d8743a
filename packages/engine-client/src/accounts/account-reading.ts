import { assert, type LogId } from '@fulcrum/log';
import type { AccountEvent, JsonEvent } from '@fulcrum/protocol';
import type { Answer } from '../answer.ts';
import type { PassedResults } from '../passed-results.ts';
import { AccountPages, type PageRequest } from './account-pages.ts';

/** The outcome of reading an account. */
export type ReadAccount =
  | {
      readonly outcome: 'whole';
      readonly account: AccountEvent;
      /** The last result that it contains. */
      readonly after: LogId;
      /** The user's results since then, up to now. */
      readonly later: readonly JsonEvent[];
    }
  /** Too much happened to the account meanwhile, so there is no list. */
  | { readonly outcome: 'overfull' }
  /** There is no account, or a page was refused, or came too late. */
  | Answer;

export interface AccountReadingOptions {
  readonly userId: string;
  /** Requests a page. Never rejects, and never answers at once. */
  readonly readPage: (userId: string, page: PageRequest, calledOff: AbortSignal) => Promise<Answer>;
  readonly passed: PassedResults;
  /** How long the results before the last page may take to arrive here. */
  readonly catchUpLimitMs: number;
  /** How many orders a page may have. */
  readonly pageSize?: number | undefined;
  /** Is called once, unless the reading is cancelled. */
  readonly onEnd: (read: ReadAccount) => void;
}

/**
 * Reads one account with all its orders, page by page, and notes its user's results meanwhile. The account is whole once
 * all results before its last page have gone by. The reading ends at that moment, between two entries of callback-stream.
 */
export class AccountReading {
  readonly #options: AccountReadingOptions;
  readonly #pages: AccountPages;
  /** Is given when the reading is over. */
  readonly #over = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #stopWaiting = () => {};

  constructor(options: AccountReadingOptions) {
    this.#options = options;
    this.#pages = new AccountPages(options.userId, options.pageSize);
  }

  begin(): void {
    void this.#readFrom(this.#pages.first);
  }

  /** Takes the user's next result, in the order of callback-stream. */
  note(event: JsonEvent, callback: LogId): void {
    this.#pages.note(event, callback);
    if (this.#pages.isOverfull) this.#end({ outcome: 'overfull' });
  }

  /** Results went by unseen: they may be missing in the account. */
  onGap(): void {
    this.#end({ outcome: 'late' });
  }

  /** Nobody wants the account any more. */
  cancel(): void {
    this.#over.abort();
    clearTimeout(this.#timer);
    this.#stopWaiting();
  }

  async #readFrom(first: PageRequest): Promise<void> {
    const { readPage, userId, passed, catchUpLimitMs } = this.#options;
    for (let next: PageRequest | undefined = first; next !== undefined; ) {
      const answer = await readPage(userId, next, this.#over.signal);
      if (this.#over.signal.aborted) return;
      if (answer.outcome !== 'answered' || answer.event.type !== 'account') return this.#end(answer);
      next = this.#pages.add(answer.event, answer.callback);
    }
    this.#timer = setTimeout(() => this.#end({ outcome: 'late' }), catchUpLimitMs);
    this.#stopWaiting = passed.when(this.#pages.after, () => this.#caughtUp());
  }

  /** All pages have come, and all results before the last of them have gone by. */
  #caughtUp(): void {
    clearTimeout(this.#timer);
    const again = this.#pages.again();
    if (this.#pages.isOverfull) this.#end({ outcome: 'overfull' });
    else if (again !== undefined) void this.#readFrom(again);
    else this.#end(this.#whole());
  }

  #whole(): ReadAccount {
    const { after } = this.#pages;
    return { outcome: 'whole', account: this.#pages.account(), after, later: this.#pages.later() };
  }

  #end(read: ReadAccount): void {
    assert(!this.#over.signal.aborted, 'a reading ends once');
    this.cancel();
    this.#options.onEnd(read);
  }
}
