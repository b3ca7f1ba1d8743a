/** What can hold back what it is told to send. */
export interface Gatherer {
  /** Sends what it held back, in one go. */
  handOver(): void;
}

/**
 * Gathers the messages that one piece of work sends to each client, so that they leave together. The system takes
 * as long for one message as for a hundred, so a burst of prices, or a process that has fallen behind, costs one call
 * for each client, not one for each client and message.
 */
export class Gathering {
  #isOpen = false;
  #gatherers: Gatherer[] = [];

  /** Whether what is sent now may be held back. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Has it send what it holds back when the work is done. */
  add(gatherer: Gatherer): void {
    this.#gatherers.push(gatherer);
  }

  /** Does a piece of work. Whatever was held back meanwhile is sent before this returns, also when the work throws. */
  during(work: () => void): void {
    this.#isOpen = true;
    try {
      work();
    } finally {
      this.#isOpen = false;
      const gatherers = this.#gatherers;
      this.#gatherers = [];
      for (const gatherer of gatherers) gatherer.handOver();
    }
  }
}
