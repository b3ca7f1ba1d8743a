import {
  type InstrumentSetEvent,
  MARKET_STREAM,
  type PriceHeldEvent,
  type PriceReleasedEvent,
} from '@fulcrum/protocol';
import { dataFrame } from '../sockets/frames.ts';

/** Somebody who wants to be told. */
export interface MarketListener {
  send(frame: Buffer): void;
}

export type MarketEvent = InstrumentSetEvent | PriceHeldEvent | PriceReleasedEvent;

/**
 * The stream `market`: what changes for everybody, each event as one message to all who follow. It begins with the
 * prices that are held, since nobody trades on those assets.
 */
export class MarketStream {
  readonly #listeners = new Set<MarketListener>();
  readonly #heldPrices: () => PriceHeldEvent[];

  constructor(heldPrices: () => PriceHeldEvent[]) {
    this.#heldPrices = heldPrices;
  }

  /** Subscribing again changes nothing. */
  subscribe(listener: MarketListener): void {
    if (this.#listeners.has(listener)) return;
    this.#listeners.add(listener);
    for (const event of this.#heldPrices()) listener.send(dataFrame(MARKET_STREAM, event));
  }

  unsubscribe(listener: MarketListener): void {
    this.#listeners.delete(listener);
  }

  has(listener: MarketListener): boolean {
    return this.#listeners.has(listener);
  }

  tell(event: MarketEvent): void {
    if (this.#listeners.size === 0) return;
    // Who asked is nobody else's business.
    const frame = dataFrame(MARKET_STREAM, { ...event, requestId: undefined });
    for (const listener of this.#listeners) listener.send(frame);
  }
}
