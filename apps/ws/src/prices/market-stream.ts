import {
  type InstrumentSetEvent,
  MARKET_STREAM,
  type PriceHeldEvent,
  type PriceReleasedEvent,
} from '@fulcrum/protocol';
import { dataFrame } from '../sockets/frames.ts';

/** A subscriber to the stream. */
export interface MarketListener {
  send(frame: Buffer): void;
}

export type MarketEvent = InstrumentSetEvent | PriceHeldEvent | PriceReleasedEvent;

/**
 * The stream `market`: what changes for everybody. Each event is one message to all subscribers. A subscription begins
 * with the prices that are held, because those assets cannot be traded.
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
    // Whose request it was concerns nobody else.
    const frame = dataFrame(MARKET_STREAM, { ...event, requestId: undefined });
    for (const listener of this.#listeners) listener.send(frame);
  }
}
