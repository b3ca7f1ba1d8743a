import type { InstrumentSettings } from '@fulcrum/instruments';
import type { Feed } from '../feeds/feed.ts';
import { silenceLimit } from '../feeds/feed.ts';
import type { Tick } from '../relay/check-tick.ts';
import type { SourceFields } from '../relay/price-log.ts';
import { AssetSources, type AssetSourcesOptions } from './asset-sources.ts';

export type SourcesOptions = Omit<AssetSourcesOptions, 'asset'>;

interface Followed {
  readonly sources: AssetSources;
  readonly sinceMs: number;
  settings: InstrumentSettings;
}

/** All sources of all assets. */
export class Sources {
  readonly #options: SourcesOptions;
  readonly #assets = new Map<string, Followed>();

  constructor(options: SourcesOptions) {
    this.#options = options;
  }

  /** Takes the settings of a new or changed instrument. */
  follow(settings: InstrumentSettings): void {
    const { asset } = settings;
    const known = this.#assets.get(asset);
    if (known !== undefined) known.settings = settings;
    else {
      const sources = new AssetSources({ ...this.#options, asset });
      this.#assets.set(asset, { sources, sinceMs: this.#options.nowMs(), settings });
    }
    for (const feed of this.#options.feeds) feed.follow(settings);
  }

  take(feed: Feed, tick: Tick): void {
    this.#assets.get(tick.asset)?.sources.take(feed, tick);
  }

  /** Finds silent assets, and sources to be replaced. To be called several times a second. */
  watch(): void {
    for (const feed of this.#options.feeds) feed.watch();
    for (const { sources } of this.#assets.values()) sources.update();
  }

  /** The fields about an asset's sources in price-stream, if there are several. */
  fields(asset: string): SourceFields {
    const sources = this.#assets.get(asset)?.sources;
    if (sources === undefined || this.#options.feeds.length < 2) return {};
    return { sources: JSON.stringify(sources.report()), sourceSince: String(Math.round(sources.sinceMs)) };
  }

  /** By open asset: why it has no usable price. */
  faults(): Map<string, string | undefined> {
    return new Map([...this.#assets].map(([asset, followed]) => [asset, this.#faultOf(asset, followed)]));
  }

  #faultOf(asset: string, { settings, sinceMs }: Followed): string | undefined {
    const limitMs = silenceLimit(settings);
    if (limitMs === undefined) return undefined;
    const { feeds, nowMs } = this.#options;
    const now = nowMs();
    const isUsable = (feed: Feed) => !feed.isLate(asset) && now - (feed.lastTicker(asset) ?? sinceMs) <= limitMs;
    if (feeds.some(isUsable)) return undefined;
    return feeds.some((feed) => feed.isLate(asset)) ? 'its ticks come late' : `no ticker for ${limitMs / 1_000} s`;
  }
}
