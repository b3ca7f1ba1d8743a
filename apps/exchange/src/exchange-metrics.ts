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
  new Gauge({
    name: 'exchange_connections',
    help: 'Clients connected now.',
    registers: [registry],
    collect() {
      this.set(count());
    },
  });
}
