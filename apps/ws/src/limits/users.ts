import type { Refusal } from '../sockets/refusal.ts';

/** A connection, as it counts for its user. */
interface Counted {
  readonly subscriptionCount: number;
}

/** Who is signed in here, with which connections: what one user may have, whatever the addresses. */
export class Users {
  readonly #maxConnections: number;
  readonly #maxSubscriptions: number;
  readonly #connections = new Map<string, Set<Counted>>();

  constructor(maxConnections: number, maxSubscriptions: number) {
    this.#maxConnections = maxConnections;
    this.#maxSubscriptions = maxSubscriptions;
  }

  /** Users who are signed in. */
  get size(): number {
    return this.#connections.size;
  }

  /** @returns why a connection may not be the user's; then nothing has changed. */
  join(userId: string, connection: Counted): Refusal | undefined {
    const known = this.#connections.get(userId);
    if (known !== undefined && known.size >= this.#maxConnections)
      return { code: 'too_many_connections', message: `The limit is ${this.#maxConnections} for one user.` };
    const refusal = this.refusesMore(userId, connection.subscriptionCount);
    if (refusal !== undefined) return refusal;
    if (known === undefined) this.#connections.set(userId, new Set([connection]));
    else known.add(connection);
  }

  /** A connection is not the user's any more. */
  leave(userId: string, connection: Counted): void {
    const connections = this.#connections.get(userId);
    connections?.delete(connection);
    if (connections?.size === 0) this.#connections.delete(userId);
  }

  /** @returns a refusal when so many more subscriptions are too many for the user, with those of all connections. */
  refusesMore(userId: string, count: number): Refusal | undefined {
    let subscriptions = count;
    for (const { subscriptionCount } of this.#connections.get(userId) ?? []) subscriptions += subscriptionCount;
    if (count <= 0 || subscriptions <= this.#maxSubscriptions) return undefined;
    return { code: 'too_many_subscriptions', message: `The limit is ${this.#maxSubscriptions} for one user.` };
  }
}
