import { type Instrument, parsePrice, type Quote } from '@fulcrum/cfd';
import { createStore } from 'zustand/vanilla';
import type { Ticker } from './messages.ts';

/** The last quote of an instrument that came over the feed. Prices are in its grid's units, times in milliseconds. */
export interface LiveQuote extends Quote {
  readonly asset: string;
  /** Where the bid went when it last changed. */
  readonly direction: 'up' | 'down' | undefined;
}

export interface QuotesState {
  /** By asset. */
  readonly quotes: Readonly<Record<string, LiveQuote>>;
  /** While it is not, the quotes are what they were: none of them may be shown as if it were live. */
  readonly isConnected: boolean;
}

export const quotesStore = createStore<QuotesState>(() => ({ quotes: {}, isConnected: false }));

/**
 * Takes ticks and hands them on once a frame: whatever comes in between is never seen, and costs nothing. In a tab that
 * nobody looks at no frames are drawn, and only the latest tick of each asset is kept.
 */
export class QuoteTaker {
  readonly #instrumentOf: (asset: string) => Instrument | undefined;
  #latest = new Map<string, Ticker>();
  #isDue = false;

  constructor(instrumentOf: (asset: string) => Instrument | undefined) {
    this.#instrumentOf = instrumentOf;
  }

  take(ticker: Ticker): void {
    this.#latest.set(ticker.s, ticker);
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => this.#flush());
  }

  /** The feed is there, or lost. */
  connected(isConnected: boolean): void {
    quotesStore.setState({ isConnected });
  }

  #flush(): void {
    this.#isDue = false;
    const { quotes } = quotesStore.getState();
    const changed: Record<string, LiveQuote> = {};
    for (const ticker of this.#latest.values()) {
      const quote = this.#read(ticker, quotes[ticker.s]);
      if (quote !== undefined) changed[ticker.s] = quote;
    }
    this.#latest.clear();
    quotesStore.setState({ quotes: { ...quotes, ...changed } });
  }

  /** A tick that the engine would not take is not shown either. */
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
