import type { Server } from 'node:http';
import { Counter, Gauge, type Registry } from '@fulcrum/service';

/** The limits on the requests of each sender. */
export type RateLimitName =
  | 'address'
  | 'trade'
  | 'closing'
  | 'account'
  | 'chart'
  | 'signIn'
  | 'keys'
  | 'settings'
  | 'desk'
  | 'uploads';

/** Why a request was refused although nothing is wrong with it. */
export type Refusal =
  | RateLimitName
  | 'unknown_orders'
  | 'passwords'
  | 'codes'
  | 'hashing'
  | 'unanswered'
  | 'under_way'
  | 'not_ready';

/** How long the API's queues are, and how many requests were refused because of a limit. */
export class ApiMetrics {
  readonly #registry: Registry;
  readonly #refused: Counter<'why'>;
  readonly #refusedTokens: Counter;
  readonly #senders: Gauge<'limit'>;
  readonly #sendersOf = new Map<RateLimitName, () => number>();

  constructor(registry: Registry) {
    this.#registry = registry;
    this.#refused = new Counter({
      name: 'api_refused_requests_total',
      help: 'Requests refused because of a rate limit, of too many requests under way, or of the engine or Redis.',
      labelNames: ['why'],
      registers: [registry],
    });
    this.#refusedTokens = new Counter({
      name: 'api_refused_tokens_total',
      help: 'Session tokens that belong to nobody.',
      registers: [registry],
    });
    const sendersOf = this.#sendersOf;
    this.#senders = new Gauge({
      name: 'api_rate_limit_senders',
      help: 'Senders that are counted, by rate limit.',
      labelNames: ['limit'],
      registers: [registry],
      collect() {
        for (const [limit, count] of sendersOf) this.set({ limit }, count());
      },
    });
  }

  refused(why: Refusal): void {
    this.#refused.inc({ why });
  }

  refusedToken(): void {
    this.#refusedTokens.inc();
  }

  watchSenders(limit: RateLimitName, count: () => number): void {
    this.#sendersOf.set(limit, count);
    this.#senders.set({ limit }, count());
  }

  /** A figure that is computed when it is read, so that it cannot drift from the truth. */
  gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(value());
      },
    });
  }

  /** @returns a function to call for each connection that is closed for another reason than the server's own limit. */
  watchConnections(server: Server): () => void {
    const dropped = new Counter({
      name: 'api_dropped_connections_total',
      help: 'Connections closed because there were too many, or because they left too much of their answers unread.',
      registers: [this.#registry],
    });
    const onDropped = () => dropped.inc();
    server.on('drop', onDropped);
    new Gauge({
      name: 'api_connections',
      help: 'Connections that clients hold open.',
      registers: [this.#registry],
      async collect() {
        this.set(await connectionsOf(server));
      },
    });
    return onDropped;
  }
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  );
}
