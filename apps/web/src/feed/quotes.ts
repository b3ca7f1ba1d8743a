import { type Instrument, parsePrice, type Quote } from '@fulcrum/cfd';
import { createStore } from 'zustand/vanilla';
import type { Ticker } from './messages.ts';
import { onceAFrame } from './once-a-frame.ts';

/** The last quote of an instrument that came over the feed. Prices are in its grid's units, times in milliseconds. */
export interface LiveQuote extends Quote {
  readonly asset: string;
  /** The direction of the bid's last change. */
  readonly direction: 'up' | 'down' | undefined;
}

export interface QuotesState {
  /** By asset. */
  readonly quotes: Readonly<Record<string, LiveQuote>>;
  /** Whether prices come. While it is false, no quote may be shown as live. */
  readonly isConnected: boolean;
}

export const quotesStore = createStore<QuotesState>(() => ({ quotes: {}, isConnected: false }));

/**
 * Takes ticks and hands on the latest of each asset once a frame. Ticks in between would never be seen, and so cost
 * nothing. A hidden tab draws no frames, and keeps only the latest tick of each asset.
 */
export class QuoteTaker {
  readonly #instrumentOf: (asset: string) => Instrument | undefined;
  #latest = new Map<string, Ticker>();
  readonly #flushSoon = onceAFrame(() => this.#flush());

  constructor(instrumentOf: (asset: string) => Instrument | undefined) {
    this.#instrumentOf = instrumentOf;
  }

  take(ticker: Ticker): void {
    this.#latest.set(ticker.s, ticker);
    this.#flushSoon();
  }

  /** Notes whether the feed is connected. */
  connected(isConnected: boolean): void {
    quotesStore.setState({ isConnected });
  }

  #flush(): void {
    const { quotes } = quotesStore.getState();
    const changed: Record<string, LiveQuote> = {};
    for (const ticker of this.#latest.values()) {
      const quote = this.#read(ticker, quotes[ticker.s]);
      if (quote !== undefined) changed[ticker.s] = quote;
    }
    this.#latest.clear();
    quotesStore.setState({ quotes: { ...quotes, ...changed } });
  }

  /** Ignores ticks that the engine would refuse as well. */
  #read({ s: asset, b, a, E }: Ticker, before: LiveQuote | undefined): LiveQuote | undefined {
    const instrument = this.#instrumentOf(asset);
    if (instrument === undefined) return undefined;
    const [bid, ask] = [parsePrice(b, instrument), parsePrice(a, instrument)];
    if (bid === undefined || ask === undefined || ask < bid) return undefined;
    const time = E === undefined ? Date.now() : E / 1_000;
    return { asset, bid, ask, time, direction: directionOf(bid, before) };
  }
}

function directionOf(bid: number, before: LiveQuote | undefined): LiveQuote['direction'] {
  if (before === undefined) return undefined;
  if (bid === before.bid) return before.direction;
  return bid > before.bid ? 'up' : 'down';
}
