import { Counter, Gauge, type Registry } from '@fulcrum/service';

/** The venue's figures for Prometheus. */
export interface ExchangeMetrics {
  readonly connections: Gauge;
  readonly sent: Counter;
  readonly conflated: Counter;
  readonly dropped: Counter<'why'>;
}

export function createExchangeMetrics(registry: Registry): ExchangeMetrics {
  const registers = [registry];
  const named = (name: string, help: string) => ({ name, help, registers });
  return {
    connections: new Gauge(named('exchange_connections', 'Clients connected now.')),
    sent: new Counter(named('exchange_messages_sent_total', 'Messages sent to clients.')),
    conflated: new Counter(named('exchange_messages_conflated_total', 'Books that slow clients were spared.')),
    dropped: new Counter({
      ...named('exchange_clients_dropped_total', 'Clients cut off: slow, silent, or asking too much.'),
      labelNames: ['why'],
    }),
  };
}
