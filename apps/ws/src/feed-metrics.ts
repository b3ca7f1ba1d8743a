import { Counter, Gauge, type Registry } from '@fulcrum/service';
import type { OutboxEvents } from '@fulcrum/sockets';

export interface FeedMetrics {
  readonly sent: Counter;
  readonly conflated: Counter;
  readonly dropped: Counter;
  readonly refused: Counter;
  readonly invalidTicks: Counter;
}

export function createFeedMetrics(registry: Registry): FeedMetrics {
  const counter = (name: string, help: string) => new Counter({ name, help, registers: [registry] });
  return {
    sent: counter('ws_messages_sent_total', 'Messages sent to clients'),
    conflated: counter('ws_messages_conflated_total', 'Prices that slow clients were spared, because newer ones came'),
    dropped: counter('ws_clients_dropped_total', 'Clients cut off because they read too slowly or sent too much'),
    refused: counter('ws_upgrades_refused_total', 'Connections refused because there were too many'),
    invalidTicks: counter('ws_invalid_ticks_total', 'Entries of price-stream that are no ticks'),
  };
}

/** Counts what becomes of the messages to a client. */
export function countMessages({ sent, conflated, dropped }: FeedMetrics): OutboxEvents {
  return { sent: () => sent.inc(), conflated: () => conflated.inc(), dropped: () => dropped.inc() };
}

/** Figures that are counted when they are asked for, so that they cannot drift from the truth. */
export function countClients(
  registry: Registry,
  clients: () => Iterable<{ readonly subscriptionCount: number }>,
): void {
  new Gauge({
    name: 'ws_connections',
    help: 'Clients connected now',
    registers: [registry],
    collect() {
      this.set([...clients()].length);
    },
  });
  new Gauge({
    name: 'ws_subscriptions',
    help: 'Streams that clients are subscribed to now',
    registers: [registry],
    collect() {
      this.set([...clients()].reduce((sum, { subscriptionCount }) => sum + subscriptionCount, 0));
    },
  });
}
