import type { JsonEvent } from '@fulcrum/protocol';

type OpenOrder = readonly [orderId: string, takeProfit: string | null, stopLoss: string | null];

/** What one user has, from one result to the next. */
export interface Version {
  readonly balance: string | undefined;
  /** The open orders with their levels, in the order in which they opened. */
  readonly orders: ReadonlyMap<string, OpenOrder>;
}

/** What each user has, from one result to the next. */
export class AccountVersions {
  readonly #versions = new Map<string, Version[]>();

  /** Which version of a user's account holds. */
  current(userId: string): number {
    return Math.max(0, this.#of(userId).length - 1);
  }

  /** It and all that came behind it. */
  since(userId: string, version: number): readonly Version[] {
    return this.#of(userId).slice(version);
  }

  note(event: JsonEvent): void {
    if (event.type === 'created' || event.type === 'updated') {
      const { orderId, takeProfit, stopLoss } = event;
      const balance = event.type === 'created' ? event.balance : undefined;
      // What changes may be an order that waits, which is none of these.
      this.#add(event.userId, balance, (orders) => {
        if (event.type === 'created' || orders.has(orderId)) orders.set(orderId, [orderId, takeProfit, stopLoss]);
      });
    } else if (event.type === 'closed' && event.remaining === undefined)
      this.#add(event.userId, event.balance, (orders) => orders.delete(event.orderId));
    else if ('balance' in event && event.type !== 'account') this.#add(event.userId, event.balance, () => {});
  }

  #of(userId: string): Version[] {
    let versions = this.#versions.get(userId);
    if (versions === undefined) {
      versions = [{ balance: undefined, orders: new Map() }];
      this.#versions.set(userId, versions);
    }
    return versions;
  }

  #add(userId: string, balance: string | undefined, change: (orders: Map<string, OpenOrder>) => void): void {
    const versions = this.#of(userId);
    const last = versions.at(-1);
    const orders = new Map(last?.orders);
    change(orders);
    versions.push({ balance: balance ?? last?.balance, orders });
  }
}
