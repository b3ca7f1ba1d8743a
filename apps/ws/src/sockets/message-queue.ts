import type { ByteBudget } from '@fulcrum/service';

/** A message that may have to wait for the one before it. */
export interface Sized {
  readonly bytes: number;
}

/**
 * Handles messages one after the other, each when the one before it is done. A message that needs no waiting is
 * handled at once.
 */
export class MessageQueue<Message extends Sized> {
  readonly #handle: (message: Message) => Promise<void> | undefined;
  readonly #limit: number;
  readonly #budget: ByteBudget;
  #waiting: Message[] = [];
  #isBusy = false;

  /**
   * @param limit messages that may wait here.
   * @param budget bytes that may wait in all queues that share it.
   */
  constructor(limit: number, budget: ByteBudget, handle: (message: Message) => Promise<void> | undefined) {
    this.#limit = limit;
    this.#budget = budget;
    this.#handle = handle;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** @returns false, and does nothing, when too many messages wait already, or too many bytes. */
  push(message: Message): boolean {
    if (this.#waiting.length >= this.#limit || !this.#budget.take(message.bytes)) return false;
    this.#waiting.push(message);
    if (!this.#isBusy) void this.#work();
    return true;
  }

  /** Drops the messages that wait. */
  clear(): void {
    for (const { bytes } of this.#waiting) this.#budget.give(bytes);
    this.#waiting = [];
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (let at = this.#waiting.shift(); at !== undefined; at = this.#waiting.shift()) {
      this.#budget.give(at.bytes);
      const busy = this.#handle(at);
      if (busy !== undefined) await busy;
    }
    this.#isBusy = false;
  }
}
