import { Counter, Gauge, type Registry } from '@fulcrum/service';
import type { Fault } from './check-tick.ts';

/** Why something that a venue sent was not relayed. */
export type DropReason =
  | Fault
  /** It says nothing new. */
  | 'repeated'
  /** A newer one of its asset came while Redis was busy. */
  | 'replaced'
  /** It waited for Redis so long that it may not be true any more. */
  | 'late'
  /** Redis was away, or said no. */
  | 'refused'
  /** It was sent, and no answer came: it may be in the log, and is not sent again. */
  | 'unknown_outcome'
  /** The venue refused a request. */
  | 'venue_error';

/** The poller's figures for Prometheus. */
export class PollerMetrics {
  readonly reconnections: Counter;
  readonly #relayed: Counter<'asset' | 'stream'>;
  readonly #dropped: Counter<'reason'>;
  readonly #lastTick: Gauge<'asset'>;

  constructor(registry: Registry) {
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
  }

  countRelayed(asset: string, stream: 'engine' | 'price', nowMs: number): void {
    this.#relayed.inc({ asset, stream });
    if (stream === 'engine') this.#lastTick.set({ asset }, nowMs / 1_000);
  }

  countDropped(reason: DropReason): void {
    this.#dropped.inc({ reason });
  }
}
