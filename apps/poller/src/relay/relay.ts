import { AssetRelay, type RelayParts } from './asset-relay.ts';
import type { Tick } from './check-tick.ts';

/** Relays ticks, each asset's independently. */
export class Relay {
  readonly #parts: RelayParts;
  readonly #assets = new Map<string, AssetRelay>();

  constructor(parts: RelayParts) {
    this.#parts = parts;
  }

  offer(tick: Tick): void {
    let asset = this.#assets.get(tick.asset);
    if (asset === undefined) {
      asset = new AssetRelay(this.#parts);
      this.#assets.set(tick.asset, asset);
    }
    asset.offer(tick);
  }

  /** Resolves when no tick is in flight to Redis. */
  async settled(): Promise<void> {
    await Promise.all([...this.#assets.values()].map((asset) => asset.settled()));
  }
}
