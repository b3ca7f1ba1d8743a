/** An asset without a ticker for this long counts as silent, unless its quotes may be older. */
export const SILENCE_MS = 15_000;
/** The limit of the growing patience with an asset that stays silent: each new connection interrupts the others. */
const MOST_PATIENCE = 32;

interface Watched {
  /** Undefined while the asset is closed, so that no ticker is expected. */
  limitMs: number | undefined;
  tickerMs: number | undefined;
  /** The time of the last ticker, connection or subscription. */
  sinceMs: number;
  isSubscribedAgain: boolean;
  patience: number;
}

/** What is done about silence. */
export type Remedy =
  | { readonly do: 'nothing' }
  | { readonly do: 'subscribe'; readonly asset: string }
  /** `asset` is undefined when everything is silent. */
  | { readonly do: 'connect'; readonly asset: string | undefined };

/**
 * Watches the assets of one feed. If one falls silent while others go on, it is subscribed to again. If it stays
 * silent, the feed connects again. If all are silent, the feed connects again at once.
 */
export class AssetWatch {
  readonly #assets = new Map<string, Watched>();

  /** @param limitMs how long it may be silent; undefined while it is closed. */
  follow(asset: string, limitMs: number | undefined, nowMs: number): void {
    const known = this.#assets.get(asset);
    if (known === undefined) this.#assets.set(asset, fresh(limitMs, nowMs));
    else known.limitMs = limitMs;
  }

  connected(nowMs: number): void {
    for (const watched of this.#assets.values()) {
      watched.sinceMs = nowMs;
      watched.isSubscribedAgain = false;
    }
  }

  ticker(asset: string, nowMs: number): void {
    const watched = this.#assets.get(asset);
    if (watched === undefined) return;
    Object.assign(watched, fresh(watched.limitMs, nowMs), { tickerMs: nowMs });
  }

  lastTicker(asset: string): number | undefined {
    return this.#assets.get(asset)?.tickerMs;
  }

  /** The remedy that is due. It counts as applied. */
  remedy(nowMs: number): Remedy {
    for (const [asset, watched] of this.#assets) {
      const { limitMs, sinceMs, patience } = watched;
      if (limitMs === undefined || nowMs - sinceMs <= limitMs) continue;
      if (!this.#isAnyOtherAlive(asset, limitMs, nowMs)) return { do: 'connect', asset: undefined };
      if (nowMs - sinceMs <= limitMs * patience) continue;
      watched.sinceMs = nowMs;
      if (!watched.isSubscribedAgain) {
        watched.isSubscribedAgain = true;
        return { do: 'subscribe', asset };
      }
      watched.patience = Math.min(patience * 2, MOST_PATIENCE);
      return { do: 'connect', asset };
    }
    return { do: 'nothing' };
  }

  #isAnyOtherAlive(asset: string, limitMs: number, nowMs: number): boolean {
    return [...this.#assets].some(
      ([other, { tickerMs }]) => other !== asset && tickerMs !== undefined && nowMs - tickerMs <= limitMs,
    );
  }
}

function fresh(limitMs: number | undefined, nowMs: number): Watched {
  return { limitMs, tickerMs: undefined, sinceMs: nowMs, isSubscribedAgain: false, patience: 1 };
}
