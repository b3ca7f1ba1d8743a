import type { Changes } from '@fulcrum/cfd';
import { logTime } from '@fulcrum/log';
import { commandSchemas } from '@fulcrum/protocol';
import type { LostReply, Replica, ReplicaObserver } from '@fulcrum/replica';
import { Counter, Gauge, Histogram, type Registry } from '@fulcrum/service';
import type { CfdCore } from './cfd/cfd-core.ts';

/** What the gauges look at. */
type RunningReplica = Pick<Replica<CfdCore, Changes>, 'core' | 'figures'>;

/** The engine's figures for Prometheus. */
export class EngineMetrics implements ReplicaObserver {
  readonly #snapshotSeconds: Histogram;
  readonly #invalidEntries: Counter;
  readonly #lostReplies: Counter<'why'>;
  readonly #entries: Counter<'type'>;
  readonly #events: Counter;

  constructor(registry: Registry, current: () => RunningReplica | undefined) {
    const registers = [registry];
    this.#entries = new Counter({
      name: 'engine_entries_total',
      help: 'Entries of engine-stream applied, by type; what is no known type counts as other.',
      labelNames: ['type'],
      registers,
    });
    this.#events = new Counter({ name: 'engine_events_total', help: 'Events made.', registers });
    this.#invalidEntries = new Counter({
      name: 'engine_invalid_entries_total',
      help: 'Entries of engine-stream that make no sense.',
      registers,
    });
    this.#lostReplies = new Counter({
      name: 'engine_lost_replies_total',
      help: 'Answers to reads that did not leave: too much waited (full), or Redis did not take them (failed).',
      labelNames: ['why'],
      registers,
    });
    this.#snapshotSeconds = new Histogram({
      name: 'engine_snapshot_seconds',
      help: 'Time to commit a snapshot.',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
      registers,
    });
    const gauge = (name: string, help: string, value: (replica: RunningReplica) => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          const replica = current();
          if (replica !== undefined) this.set(value(replica));
        },
      });
    gauge('engine_open_orders', 'Open orders.', ({ core }) => core.figures.openOrders);
    gauge('engine_waiting_results', 'Results that are not published yet.', ({ figures }) => figures.pendingResults);
    gauge(
      'engine_waiting_characters',
      'About how large these are, in characters.',
      ({ figures }) => figures.pendingCharacters,
    );
    gauge('engine_waiting_cuts', 'Cuts that are not committed yet.', ({ figures }) => figures.pendingSnapshots);
    gauge('engine_waiting_changes', 'Changed records that are kept for them.', ({ figures }) => figures.pendingChanges);
    gauge('engine_log_time_ms', 'Log time of the last applied entry.', ({ figures }) => logTime(figures.position));
    gauge('engine_checkpoint_ms', 'Log time of the last snapshot.', ({ figures }) => logTime(figures.committed));
  }

  entryApplied(type: string, events: number): void {
    this.#entries.inc({ type: KNOWN_TYPES.has(type) ? type : 'other' });
    if (events > 0) this.#events.inc(events);
  }

  entryInvalid(): void {
    this.#invalidEntries.inc();
  }

  replyLost(why: LostReply): void {
    this.#lostReplies.inc({ why });
  }

  snapshotCommitted(milliseconds: number): void {
    this.#snapshotSeconds.observe(milliseconds / 1_000);
  }
}

/** A label takes only known values, so that a hostile entry cannot make new time series. */
const KNOWN_TYPES: ReadonlySet<string> = new Set(Object.keys(commandSchemas));
