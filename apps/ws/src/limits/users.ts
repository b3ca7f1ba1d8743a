import type { Refusal } from '../sockets/refusal.ts';

/** A connection, as its user's limits count it. */
interface Counted {
  readonly subscriptionCount: number;
}

/** The users who are signed in at this process, with their connections. It limits what one user has, from all addresses. */
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

  /** Adds a connection to a user's. @returns a refusal when the user has too many. Then nothing has changed. */
  join(userId: string, connection: Counted): Refusal | undefined {
    const known = this.#connections.get(userId);
    if (known !== undefined && known.size >= this.#maxConnections)
      return { code: 'too_many_connections', message: `The limit is ${this.#maxConnections} for one user.` };
    const refusal = this.refusesMore(userId, connection.subscriptionCount);
    if (refusal !== undefined) return refusal;
    if (known === undefined) this.#connections.set(userId, new Set([connection]));
    else known.add(connection);
  }

  /** Removes a connection from a user's. */
  leave(userId: string, connection: Counted): void {
    const connections = this.#connections.get(userId);
    connections?.delete(connection);
    if (connections?.size === 0) this.#connections.delete(userId);
  }

  /** @returns a refusal when the user, with all connections, may not have this many more subscriptions. */
  refusesMore(userId: string, count: number): Refusal | undefined {
    let subscriptions = count;
    for (const { subscriptionCount } of this.#connections.get(userId) ?? []) subscriptions += subscriptionCount;
    if (count <= 0 || subscriptions <= this.#maxSubscriptions) return undefined;
    return { code: 'too_many_subscriptions', message: `The limit is ${this.#maxSubscriptions} for one user.` };
  }
}
