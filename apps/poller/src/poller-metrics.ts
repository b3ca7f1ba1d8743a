import { Counter, Gauge, type Registry } from '@fulcrum/service';
import type { Fault } from './relay/check-tick.ts';

/** Why a message of a venue was not relayed. */
export type DropReason =
  | Fault
  /** A malformed ticker, or data that was not asked for. */
  | 'invalid'
  /** A symbol of no known asset. */
  | 'unknown_asset'
  /** Its update id is not greater than the last one's of its symbol and connection. */
  | 'old_update'
  /** It came too late. */
  | 'lagging'
  /** It contains nothing new. */
  | 'repeated'
  /** A newer one of its asset came while Redis was busy. */
  | 'replaced'
  /** It waited too long for Redis, and may be outdated. */
  | 'late'
  /** Redis was away, or refused it. */
  | 'refused'
  /** It was sent without an answer. It may be in the log, so it is not sent again. */
  | 'unknown_outcome'
  /** The venue refused a request. */
  | 'venue_error';

/** The poller's metrics for Prometheus. */
export class PollerMetrics {
  readonly reconnections: Counter;
  readonly #relayed: Counter<'asset' | 'stream'>;
  readonly #dropped: Counter<'reason'>;
  readonly #lastTick: Gauge<'asset'>;
  readonly #rounded: Counter<'asset'>;
  readonly #sourceChanges: Counter<'asset' | 'source'>;
  readonly #deviations: Counter<'asset' | 'source'>;

  /** @param faults by asset: why it has no usable price. */
  constructor(registry: Registry, faults: () => ReadonlyMap<string, string | undefined>) {
    const named = (name: string, help: string) => ({ name, help, registers: [registry] });
    this.reconnections = new Counter(named('poller_reconnections_total', 'Connections to the venue after the first.'));
    this.#relayed = new Counter({
      ...named('poller_relayed_total', 'Ticks appended, by asset and stream.'),
      labelNames: ['asset', 'stream'],
    });
    this.#dropped = new Counter({
      ...named('poller_dropped_total', 'What a venue sent and was not relayed, by reason.'),
      labelNames: ['reason'],
    });
    this.#lastTick = new Gauge({
      ...named('poller_last_tick_seconds', 'When an asset was last relayed, in seconds since 1970.'),
      labelNames: ['asset'],
    });
    this.#rounded = new Counter({
      ...named('poller_rounded_total', 'Ticks whose prices were finer than the grid.'),
      labelNames: ['asset'],
    });
    this.#sourceChanges = new Counter({
      ...named('poller_source_changes_total', 'Changes of the source of an asset, by the new one.'),
      labelNames: ['asset', 'source'],
    });
    this.#deviations = new Counter({
      ...named('poller_source_deviations_total', 'How often a source began to differ from the one that is used.'),
      labelNames: ['asset', 'source'],
    });
    new Gauge({
      ...named('poller_asset_ready', 'Whether an asset has a price that can be used: 1, or else 0.'),
      labelNames: ['asset'],
      collect() {
        for (const [asset, fault] of faults()) this.set({ asset }, fault === undefined ? 1 : 0);
      },
    });
  }

  countRounded(asset: string): void {
    this.#rounded.inc({ asset });
  }

  countSourceChange(asset: string, source: string): void {
    this.#sourceChanges.inc({ asset, source });
  }

  countDeviation(asset: string, source: string): void {
    this.#deviations.inc({ asset, source });
  }

  countRelayed(asset: string, stream: 'engine' | 'price', nowMs: number): void {
    this.#relayed.inc({ asset, stream });
    if (stream === 'engine') this.#lastTick.set({ asset }, nowMs / 1_000);
  }

  countDropped(reason: DropReason): void {
    this.#dropped.inc({ reason });
  }
}
