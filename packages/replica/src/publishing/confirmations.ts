import type { LogId } from '@fulcrum/log';

export interface ConfirmationsOptions {
  /** Resolves when every result that was made before the call is confirmed. */
  readonly flushed: () => Promise<void>;
  /** Is told of a result that is confirmed, as are all before it. */
  readonly onConfirmed: (result: LogId) => void;
}

/** Tells how far results are confirmed. What was made within a turn is told in one. */
export class Confirmations {
  readonly #options: ConfirmationsOptions;
  #last: LogId | undefined;

  constructor(options: ConfirmationsOptions) {
    this.#options = options;
  }

  /** A result was made, or had been made by a replica before this one. */
  made(result: LogId): void {
    if (this.#last === undefined) queueMicrotask(() => this.#tellWhenConfirmed());
    this.#last = result;
  }

  #tellWhenConfirmed(): void {
    const result = this.#last;
    this.#last = undefined;
    if (result === undefined) return;
    const { flushed, onConfirmed } = this.#options;
    // A replica that ends confirms nothing any more.
    flushed().then(
      () => onConfirmed(result),
      () => {},
    );
  }
}
