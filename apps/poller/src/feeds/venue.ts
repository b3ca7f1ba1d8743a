import { bookTickerStream } from '@fulcrum/protocol';
import type { PriceSource } from '@fulcrum/service';
import type { PollerConfig } from '../config.ts';

/** A place where prices come from, and what is particular about it. */
export interface Venue {
  readonly name: PriceSource;
  readonly url: string;
  /** Its name for an asset of ours; undefined when it has none. */
  readonly symbolOf: (asset: string) => string | undefined;
  readonly streamOf: (symbol: string) => string;
  /** What the log and a screen are told about where an asset's price comes from. */
  readonly sourceOf: (asset: string) => string;
}

/** Binance trades against USDT what we trade against USDC. */
function binanceSymbol(asset: string): string | undefined {
  return /^[A-Z0-9]+_USDC$/.test(asset) ? asset.replace('_USDC', 'USDT') : undefined;
}

/** A venue that the configuration names. */
export function venueOf(name: PriceSource, config: PollerConfig): Venue {
  const backpackDialect = { symbolOf: (asset: string) => asset, streamOf: bookTickerStream };
  switch (name) {
    case 'local':
      return {
        ...{ name, url: config.EXCHANGE_URL, ...backpackDialect },
        sourceOf: (asset) => (asset === 'BTC_USDC' ? 'recorded' : 'simulated'),
      };
    case 'backpack':
      return { name, url: config.BACKPACK_URL, ...backpackDialect, sourceOf: () => name };
    case 'binance':
      return {
        ...{ name, url: config.BINANCE_URL, symbolOf: binanceSymbol, sourceOf: () => name },
        streamOf: (symbol) => `${symbol.toLowerCase()}@bookTicker`,
      };
  }
}

/** The message that subscribes to some of a venue's symbols. */
export function subscription({ streamOf }: Pick<Venue, 'streamOf'>, symbols: readonly string[], id: number): string {
  return JSON.stringify({ method: 'SUBSCRIBE', params: symbols.map(streamOf), id });
}
