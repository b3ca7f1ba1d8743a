import type { SourceReport } from '@fulcrum/protocol';
import type { Feed } from '../feeds/feed.ts';
import type { Tick } from '../relay/check-tick.ts';
import { deviationBps } from './deviation.ts';
import { SourceChoice } from './source-choice.ts';
import { ToldTimes } from './told-times.ts';

export interface AssetSourcesOptions {
  readonly asset: string;
  /** In the order of preference. */
  readonly feeds: readonly Feed[];
  readonly maxDeviationBps: number;
  readonly maxLagMs: number;
  readonly onTick: (tick: Tick) => void;
  /** @param from undefined for the first source. */
  readonly onChanged: (asset: string, from: string | undefined, to: string) => void;
  /** @param bps undefined when two sources agree again. */
  readonly onDeviation: (asset: string, source: string, bps: number | undefined) => void;
  readonly nowMs: () => number;
}

/** The sources of one asset. The ticks of the chosen one are passed on, and those of the others compared with them. */
export class AssetSources {
  readonly #options: AssetSourcesOptions;
  readonly #choice: SourceChoice;
  readonly #last = new Map<Feed, Tick>();
  readonly #deviating = new Set<Feed>();
  readonly #times: ToldTimes;
  #sinceMs: number;

  constructor(options: AssetSourcesOptions) {
    this.#options = options;
    this.#sinceMs = options.nowMs();
    this.#times = new ToldTimes(options.maxLagMs);
    this.#choice = new SourceChoice(this.#sinceMs);
  }

  /** Takes a tick of one of the feeds. */
  take(feed: Feed, tick: Tick): void {
    this.#last.set(feed, tick);
    if (!this.update() && feed === this.#chosen) this.#tell(tick);
    this.#compare();
  }

  /**
   * Changes the source if necessary. The last tick of the new one is passed on, because it still holds there.
   *
   * @returns whether the source changed.
   */
  update(): boolean {
    const { asset, feeds, nowMs, onChanged } = this.#options;
    const before = this.#choice.current;
    const states = feeds.map((feed) => ({ isConnected: feed.isConnected, lastMs: feed.lastTicker(asset) }));
    const current = this.#choice.update(states, nowMs());
    if (current === before) return false;
    this.#sinceMs = nowMs();
    onChanged(asset, nameOf(feeds[before ?? -1]), nameOf(this.#chosen) ?? '');
    const last = this.#chosen && this.#last.get(this.#chosen);
    if (last !== undefined) this.#tell(last);
    return true;
  }

  /** The time at which the present source was chosen. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** The report on each source for screens. */
  report(): SourceReport[] {
    const { asset, feeds } = this.#options;
    return feeds.map((feed, index) => ({
      source: feed.venue.sourceOf(asset),
      healthy: this.#choice.isHealthy(index),
      deviationBps: this.#deviationOf(feed, index) ?? null,
    }));
  }

  get #chosen(): Feed | undefined {
    return this.#options.feeds[this.#choice.current ?? -1];
  }

  #tell(tick: Tick): void {
    this.#options.onTick(this.#times.tell(tick));
  }

  #compare(): void {
    const { asset, feeds, maxDeviationBps, onDeviation } = this.#options;
    for (const [index, feed] of feeds.entries()) {
      const bps = this.#deviationOf(feed, index) ?? 0;
      if (bps > maxDeviationBps === this.#deviating.has(feed)) continue;
      if (bps > maxDeviationBps) this.#deviating.add(feed);
      else this.#deviating.delete(feed);
      onDeviation(asset, feed.venue.name, bps > maxDeviationBps ? bps : undefined);
    }
  }

  /** The distance of a healthy source from the used one, if that is healthy as well. */
  #deviationOf(feed: Feed, index: number): number | undefined {
    const { current } = this.#choice;
    const [chosen, other] = [this.#chosen && this.#last.get(this.#chosen), this.#last.get(feed)];
    if (chosen === undefined || other === undefined || current === undefined || current === index) return undefined;
    return this.#choice.isHealthy(current) && this.#choice.isHealthy(index) ? deviationBps(other, chosen) : undefined;
  }
}

function nameOf(feed: Feed | undefined): string | undefined {
  return feed?.venue.name;
}
