import { RateWindows } from '@fulcrum/service';

const WINDOW_MS = 10_000;

/** Counts the messages that all clients of an address send over the WebSocket. */
export class AddressMessages {
  readonly #rate: RateWindows;

  /** @param most in ten seconds. */
  constructor(most: number) {
    this.#rate = new RateWindows(WINDOW_MS, most);
  }

  /** @returns whether the address may send so many more. */
  mayAsk(address: string, messages: number): boolean {
    this.#rate.charge(address, messages);
    return this.#rate.shareOf(address).used <= this.#rate.limit;
  }
}
