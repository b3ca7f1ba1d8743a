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

/** The stream `market`: what changes for everybody, each event as one message to all who follow. */
export class MarketStream {
  readonly #listeners = new Set<MarketListener>();

  subscribe(listener: MarketListener): void {
    this.#listeners.add(listener);
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
