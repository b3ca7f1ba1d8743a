/**
 * Handles messages one after the other, each when the one before it is done. A message that needs no waiting is
 * handled at once.
 */
export class MessageQueue<Message> {
  readonly #handle: (message: Message) => Promise<void> | undefined;
  readonly #limit: number;
  #waiting: Message[] = [];
  #isBusy = false;

  constructor(limit: number, handle: (message: Message) => Promise<void> | undefined) {
    this.#limit = limit;
    this.#handle = handle;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** @returns false, and does nothing, when too many messages wait already. */
  push(message: Message): boolean {
    if (this.#waiting.length >= this.#limit) return false;
    this.#waiting.push(message);
    if (!this.#isBusy) void this.#work();
    return true;
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting = [];
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (let at = this.#waiting.shift(); at !== undefined; at = this.#waiting.shift()) {
      const busy = this.#handle(at);
      if (busy !== undefined) await busy;
    }
    this.#isBusy = false;
  }
}
