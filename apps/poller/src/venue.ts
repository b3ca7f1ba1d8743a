import { bookTickerStream } from '@fulcrum/protocol';
import type { PollerConfig } from './config.ts';

/** A place where prices come from, and what is particular about it. */
export interface Venue {
  readonly name: PollerConfig['PRICE_SOURCE'];
  readonly url: string;
  /** Its name for each of our assets. */
  readonly symbols: ReadonlyMap<string, string>;
  readonly streamOf: (symbol: string) => string;
  /** What a screen is told about where an asset's price comes from. */
  readonly sourceOf: (asset: string) => string;
  /** Silence for this long means that the connection is dead. */
  readonly silenceMs: number;
}

const BINANCE_SYMBOLS = new Map([
  ['BTC_USDC', 'BTCUSDT'],
  ['ETH_USDC', 'ETHUSDT'],
  ['SOL_USDC', 'SOLUSDT'],
]);

const WORLD_SILENCE_MS = 30_000;
const LOCAL_SILENCE_MS = 10_000;

/** The venue that the configuration names, with its names for the assets that it has. */
export function venueOf(config: PollerConfig, assets: Iterable<string>): Venue {
  const sameNames = new Map([...assets].map((asset) => [asset, asset]));
  const backpackDialect = { symbols: sameNames, streamOf: bookTickerStream };
  switch (config.PRICE_SOURCE) {
    case 'local':
      return {
        ...{ name: 'local', url: config.EXCHANGE_URL, ...backpackDialect, silenceMs: LOCAL_SILENCE_MS },
        sourceOf: (asset) => (asset === 'BTC_USDC' ? 'recorded' : 'simulated'),
      };
    case 'backpack':
      return {
        ...{ name: 'backpack', url: config.BACKPACK_URL, ...backpackDialect, silenceMs: WORLD_SILENCE_MS },
        sourceOf: () => 'backpack',
      };
    case 'binance':
      return {
        ...{ name: 'binance', url: config.BINANCE_URL, symbols: BINANCE_SYMBOLS, silenceMs: WORLD_SILENCE_MS },
        streamOf: (symbol) => `${symbol.toLowerCase()}@bookTicker`,
        sourceOf: () => 'binance',
      };
  }
}

/** The message that subscribes to all of a venue's assets. */
export function subscription({ symbols, streamOf }: Pick<Venue, 'symbols' | 'streamOf'>): string {
  return JSON.stringify({ method: 'SUBSCRIBE', params: [...symbols.values()].map(streamOf), id: 1 });
}

/** The sources by asset, for a log line. */
export function sourcesOf({ symbols, sourceOf }: Pick<Venue, 'symbols' | 'sourceOf'>): Record<string, string> {
  return Object.fromEntries([...symbols.keys()].map((asset) => [asset, sourceOf(asset)]));
}
