import { Counter, Gauge, type Registry } from '@fulcrum/service';
import type { HandshakeRefusal, OutboxEvents } from '@fulcrum/sockets';

export interface FeedMetrics {
  readonly sent: Counter;
  readonly conflated: Counter;
  readonly dropped: Counter;
  readonly refused: Counter<'why'>;
  readonly unheard: Counter;
  readonly invalidTicks: Counter;
  readonly refusedTokens: Counter;
}

export function createFeedMetrics(registry: Registry): FeedMetrics {
  const counter = (name: string, help: string) => new Counter({ name, help, registers: [registry] });
  return {
    sent: counter('ws_messages_sent_total', 'Messages sent to clients'),
    conflated: counter('ws_messages_conflated_total', 'Prices that slow clients were spared, because newer ones came'),
    dropped: counter('ws_clients_dropped_total', 'Clients cut off because they read too slowly or sent too much'),
    refused: countRefusals(registry),
    unheard: counter('ws_dropped_connections_total', 'Connections closed before their handshake: there were too many'),
    refusedTokens: counter('ws_refused_tokens_total', 'Tokens that belong to nobody'),
    invalidTicks: counter('ws_invalid_ticks_total', 'Entries of price-stream that are no ticks'),
  };
}

function countRefusals(registry: Registry): Counter<'why'> {
  const refused = new Counter({
    name: 'ws_upgrades_refused_total',
    help: 'Handshakes refused: too many connections (full), too much of one address or user, or a key that is not good (denied)',
    labelNames: ['why'],
    registers: [registry],
  });
  for (const why of ['full', 'denied', 'connections', 'handshakes'] satisfies HandshakeRefusal[])
    refused.inc({ why }, 0);
  return refused;
}

/** Counts what becomes of the messages to a client. */
export function countMessages({ sent, conflated, dropped }: FeedMetrics): OutboxEvents {
  return { sent: () => sent.inc(), conflated: () => conflated.inc(), evicted: () => dropped.inc() };
}

interface CountedClient {
  readonly subscriptionCount: number;
  readonly unhandledMessages: number;
  readonly unsentBytes: number;
}

/** A gauge that counts when it is read, so that it cannot drift from the truth. */
function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}

export function countClients(registry: Registry, clients: () => Iterable<CountedClient>): void {
  const sum = (of: (client: CountedClient) => number) => () =>
    [...clients()].reduce((total, client) => total + of(client), 0);
  gauge(
    registry,
    'ws_connections',
    'Clients connected now',
    sum(() => 1),
  );
  gauge(
    registry,
    'ws_subscriptions',
    'Streams that clients are subscribed to now',
    sum((client) => client.subscriptionCount),
  );
  gauge(
    registry,
    'ws_unhandled_messages',
    'Messages of clients that wait for their turn',
    sum((client) => client.unhandledMessages),
  );
  gauge(
    registry,
    'ws_unsent_bytes',
    'Bytes that clients have not taken yet',
    sum((client) => client.unsentBytes),
  );
}

/** The lengths of the feed's queues on the way to the engine. */
export interface FeedQueues {
  readonly waitingRequests: () => number;
  readonly unansweredRequests: () => number;
  readonly appendsInFlight: () => number;
}

export function countQueues(registry: Registry, queues: FeedQueues): void {
  const { waitingRequests, unansweredRequests, appendsInFlight } = queues;
  gauge(registry, 'ws_waiting_requests', 'Questions for accounts that wait for their answer', waitingRequests);
  gauge(registry, 'ws_unanswered_commands', 'Commands without their callback, late or not', unansweredRequests);
  gauge(registry, 'ws_appends_under_way', 'Appends that Redis has not answered', appendsInFlight);
}
