import { logTime } from '@fulcrum/log';
import { Counter, Gauge, Histogram, type Registry } from '@fulcrum/service';
import type { Changes, Core } from './core.ts';
import type { LostReply } from './publishing/replies.ts';
import type { Replica } from './replica.ts';
import type { ReplicaObserver } from './replica-parts.ts';

/** What the gauges look at. */
type RunningReplica = Pick<Replica<Core<Changes>, Changes>, 'core' | 'figures'>;

export interface ReplicaMetricsOptions {
  readonly registry: Registry;
  /** What the metrics' names begin with. */
  readonly name: string;
  /** The log's name without its shard. */
  readonly log: string;
  /** The types of its entries. A label takes only known values, so that a hostile entry cannot make new time series. */
  readonly types: Iterable<string>;
  readonly current: () => RunningReplica | undefined;
}

/** A replica's figures for Prometheus. */
export class ReplicaMetrics implements ReplicaObserver {
  readonly #types: ReadonlySet<string>;
  readonly #snapshotSeconds: Histogram;
  readonly #invalidEntries: Counter;
  readonly #lostReplies: Counter<'why'>;
  readonly #entries: Counter<'type'>;
  readonly #events: Counter;

  constructor({ registry, name, log, types, current }: ReplicaMetricsOptions) {
    this.#types = new Set(types);
    const registers = [registry];
    this.#entries = new Counter({
      name: `${name}_entries_total`,
      help: `Entries of ${log} applied, by type; what is no known type counts as other.`,
      labelNames: ['type'],
      registers,
    });
    this.#events = new Counter({ name: `${name}_events_total`, help: 'Events made.', registers });
    this.#invalidEntries = new Counter({
      name: `${name}_invalid_entries_total`,
      help: `Entries of ${log} that make no sense.`,
      registers,
    });
    this.#lostReplies = new Counter({
      name: `${name}_lost_replies_total`,
      help: 'Answers to reads that did not leave: too much waited (full), or Redis did not take them (failed).',
      labelNames: ['why'],
      registers,
    });
    this.#snapshotSeconds = new Histogram({
      name: `${name}_snapshot_seconds`,
      help: 'Time to commit a snapshot.',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
      registers,
    });
    const gauge = (figure: string, help: string, value: (replica: RunningReplica) => number) =>
      new Gauge({
        name: `${name}_${figure}`,
        help,
        registers,
        collect() {
          const replica = current();
          if (replica !== undefined) this.set(value(replica));
        },
      });
    gauge('open_orders', 'Open orders.', ({ core }) => core.figures.openOrders ?? 0);
    gauge('waiting_results', 'Results that are not published yet.', ({ figures }) => figures.pendingResults);
    gauge(
      'waiting_characters',
      'About how large these are, in characters.',
      ({ figures }) => figures.pendingCharacters,
    );
    gauge('waiting_cuts', 'Cuts that are not committed yet.', ({ figures }) => figures.pendingSnapshots);
    gauge('waiting_changes', 'Changed records that are kept for them.', ({ figures }) => figures.pendingChanges);
    gauge('log_time_ms', 'Log time of the last applied entry.', ({ figures }) => logTime(figures.position));
    gauge('checkpoint_ms', 'Log time of the last snapshot.', ({ figures }) => logTime(figures.committed));
  }

  entryApplied(type: string, events: number): void {
    this.#entries.inc({ type: this.#types.has(type) ? type : 'other' });
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
