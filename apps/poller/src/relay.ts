import type { Instrument } from '@fulcrum/core';
import { AssetRelay, type RelayParts } from './asset-relay.ts';
import { checkTick } from './check-tick.ts';
import { readVenueMessage } from './venue-message.ts';

export interface RelayOptions extends RelayParts {
  /** The instruments by the venue's symbols. */
  readonly instruments: ReadonlyMap<string, Instrument>;
}

/** Takes a venue's messages, and relays the ticks among them that make sense. */
export class Relay {
  readonly #options: RelayOptions;
  readonly #assets: ReadonlyMap<string, AssetRelay>;

  constructor(options: RelayOptions) {
    this.#options = options;
    const { instruments } = options;
    this.#assets = new Map([...instruments.values()].map(({ asset }) => [asset, new AssetRelay(options)]));
  }

  /** @returns whether it was a ticker, whatever is in it. */
  receive(text: string): boolean {
    const message = readVenueMessage(text);
    if (message.type === 'ticker') {
      const tick = checkTick(message.ticker, this.#options.instruments.get(message.ticker.s));
      if (typeof tick === 'string') this.#options.onDropped(tick, text.slice(0, 300));
      else this.#assets.get(tick.asset)?.offer(tick);
    } else if (message.type === 'error') this.#options.onDropped('venue_error', message.message);
    else if (message.type === 'invalid') this.#options.onDropped('invalid', text.slice(0, 300));
    return message.type === 'ticker';
  }

  /** Resolves when no tick is on its way to Redis. */
  async settled(): Promise<void> {
    await Promise.all([...this.#assets.values()].map((asset) => asset.settled()));
  }
}
