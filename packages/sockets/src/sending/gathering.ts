/** A sender that can hold messages back. */
export interface Gatherer {
  /** Sends the messages that were held back, in one write. */
  handOver(): void;
}

/**
 * Gathers the messages that one piece of work sends to each client, so that they leave in one write. The system takes
 * as long for one message as for a hundred. A burst of prices then costs one system call for each client, not one for
 * each message.
 */
export class Gathering {
  #isOpen = false;
  #gatherers: Gatherer[] = [];

  /** Whether messages may be held back now. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Notes a sender that has to send what it holds back after the work. */
  add(gatherer: Gatherer): void {
    this.#gatherers.push(gatherer);
  }

  /** Does a piece of work. Messages that were held back are sent before this returns, also when the work throws. */
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
