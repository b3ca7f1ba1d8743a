import { logTime } from '@fulcrum/log';
import { commandSchemas } from '@fulcrum/protocol';
import { Counter, Gauge, Histogram, type Registry } from '@fulcrum/service';
import type { Engine } from './engine.ts';

/** The engine's figures for Prometheus. */
export class EngineMetrics {
  readonly snapshotSeconds: Histogram;
  readonly invalidEntries: Counter;
  readonly lostReplies: Counter<'why'>;
  readonly #entries: Counter<'type'>;
  readonly #events: Counter;

  constructor(registry: Registry, current: () => Engine | undefined) {
    const registers = [registry];
    this.#entries = new Counter({
      name: 'engine_entries_total',
      help: 'Entries of engine-stream applied, by type; what is no known type counts as other.',
      labelNames: ['type'],
      registers,
    });
    this.#events = new Counter({ name: 'engine_events_total', help: 'Events made.', registers });
    this.invalidEntries = new Counter({
      name: 'engine_invalid_entries_total',
      help: 'Entries of engine-stream that make no sense.',
      registers,
    });
    this.lostReplies = new Counter({
      name: 'engine_lost_replies_total',
      help: 'Answers to reads that did not leave: too much waited (full), or Redis did not take them (failed).',
      labelNames: ['why'],
      registers,
    });
    this.snapshotSeconds = new Histogram({
      name: 'engine_snapshot_seconds',
      help: 'Time to commit a snapshot.',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
      registers,
    });
    const gauge = (name: string, help: string, value: (engine: Engine) => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          const engine = current();
          if (engine !== undefined) this.set(value(engine));
        },
      });
    gauge('engine_open_orders', 'Open orders.', ({ figures }) => figures.openOrders);
    gauge('engine_waiting_results', 'Results that are not published yet.', ({ figures }) => figures.waitingResults);
    gauge(
      'engine_waiting_characters',
      'About how large these are, in characters.',
      ({ figures }) => figures.waitingCharacters,
    );
    gauge('engine_waiting_cuts', 'Cuts that are not committed yet.', ({ figures }) => figures.waitingCuts);
    gauge('engine_waiting_changes', 'Changed records that are kept for them.', ({ figures }) => figures.waitingChanges);
    gauge('engine_log_time_ms', 'Log time of the last applied entry.', ({ figures }) => logTime(figures.position));
    gauge('engine_checkpoint_ms', 'Log time of the last snapshot.', ({ figures }) => logTime(figures.committed));
  }

  countEntry(type: string, events: number): void {
    this.#entries.inc({ type: KNOWN_TYPES.has(type) ? type : 'other' });
    if (events > 0) this.#events.inc(events);
  }
}

/** A label takes only known values, so that a hostile entry cannot make new time series. */
const KNOWN_TYPES: ReadonlySet<string> = new Set(Object.keys(commandSchemas));
