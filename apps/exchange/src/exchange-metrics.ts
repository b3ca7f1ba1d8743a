import { Counter, Gauge, type Registry } from '@fulcrum/service';
import type { OutboxEvents } from '@fulcrum/sockets';

/** The venue's metrics for Prometheus. */
export interface ExchangeMetrics {
  readonly sent: Counter;
  readonly conflated: Counter;
  readonly dropped: Counter<'why'>;
}

export function createExchangeMetrics(registry: Registry): ExchangeMetrics {
  const registers = [registry];
  const named = (name: string, help: string) => ({ name, help, registers });
  return {
    sent: new Counter(named('exchange_messages_sent_total', 'Messages sent to clients.')),
    conflated: new Counter(named('exchange_messages_conflated_total', 'Books that slow clients were spared.')),
    dropped: new Counter({
      ...named('exchange_clients_dropped_total', 'Clients cut off: slow, silent, or asking too much.'),
      labelNames: ['why'],
    }),
  };
}

/** Counts the outcomes of messages to a client. */
export function countMessages({ sent, conflated, dropped }: ExchangeMetrics): OutboxEvents {
  return { sent: () => sent.inc(), conflated: () => conflated.inc(), evicted: () => dropped.inc({ why: 'slow' }) };
}

/** Counts the clients when the metric is read, so that the figure cannot drift. */
export function countClients(registry: Registry, count: () => number): void {
  gauge(registry, 'exchange_connections', 'Clients connected now.', count);
}

/** Shows what clients have not taken yet. */
export function showUnsent(registry: Registry, bytes: () => number): void {
  gauge(registry, 'exchange_unsent_bytes', 'Bytes of answers and streams that clients have not taken yet.', bytes);
}

function gauge(registry: Registry, name: string, help: string, figure: () => number): void {
  new Gauge({
    ...{ name, help, registers: [registry] },
    collect() {
      this.set(figure());
    },
  });
}
