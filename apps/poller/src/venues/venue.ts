import { bookTickerStream } from '@fulcrum/protocol';
import type { PriceSource } from '@fulcrum/service';
import type { PollerConfig } from '../config.ts';
import { backpackKlines, binanceKlines, type KlineDialect } from './venue-klines.ts';

/** A place where prices come from, with its particulars. */
export interface Venue {
  readonly name: PriceSource;
  readonly url: string;
  /** The venue's name for an asset; undefined when it does not have it. */
  readonly symbolOf: (asset: string) => string | undefined;
  readonly streamOf: (symbol: string) => string;
  /** The name of an asset's price source, for the log and for screens. */
  readonly sourceOf: (asset: string) => string;
  /** The address, the dialect and the name of its past candles. */
  readonly restUrl: string;
  readonly klines: KlineDialect;
  readonly pastSource: string;
}

/** Our USDC pairs are USDT pairs at Binance. */
function binanceSymbol(asset: string): string | undefined {
  return /^[A-Z0-9]+_USDC$/.test(asset) ? asset.replace('_USDC', 'USDT') : undefined;
}

/** The venue of a name in the configuration. */
export function venueOf(name: PriceSource, config: PollerConfig): Venue {
  const backpackDialect = { symbolOf: (asset: string) => asset, streamOf: bookTickerStream, klines: backpackKlines };
  switch (name) {
    case 'local':
      return {
        ...{ name, url: config.EXCHANGE_URL, ...backpackDialect },
        sourceOf: (asset) => (config.SCENARIO === 'recorded' && asset === 'BTC_USDC' ? 'recorded' : 'simulated'),
        // The same port serves both.
        restUrl: config.EXCHANGE_URL.replace(/^ws/, 'http'),
        pastSource: 'made-up',
      };
    case 'backpack':
      return {
        ...{ name, url: config.BACKPACK_URL, ...backpackDialect, sourceOf: () => name },
        ...{ restUrl: config.BACKPACK_REST_URL, pastSource: name },
      };
    case 'binance':
      return {
        ...{ name, url: config.BINANCE_URL, symbolOf: binanceSymbol, sourceOf: () => name },
        streamOf: (symbol) => `${symbol.toLowerCase()}@bookTicker`,
        ...{ restUrl: config.BINANCE_REST_URL, klines: binanceKlines, pastSource: name },
      };
  }
}

/** The message that subscribes to some of a venue's symbols. */
export function subscription({ streamOf }: Pick<Venue, 'streamOf'>, symbols: readonly string[], id: number): string {
  return JSON.stringify({ method: 'SUBSCRIBE', params: symbols.map(streamOf), id });
}
