import type { JsonEvent } from '@fulcrum/matching';
import type { Placed } from './order-updates.ts';

/** The open orders of users who follow theirs, as they were placed: the events that end them do not tell it again. */
export class AccountOrders {
  readonly #users = new Map<string, { orders: Map<string, Placed>; followers: number }>();
  readonly #openOrders: (userId: string) => readonly Placed[];

  /** @param openOrders those of a user, as they are now. */
  constructor(openOrders: (userId: string) => readonly Placed[]) {
    this.#openOrders = openOrders;
  }

  follow(userId: string): void {
    const known = this.#users.get(userId);
    if (known !== undefined) {
      known.followers += 1;
      return;
    }
    this.#users.set(userId, { orders: this.#ordersOf(userId), followers: 1 });
  }

  /** The core begins anew: what was open before may be lost, and whoever followed goes only by and by. */
  begin(): void {
    for (const [userId, user] of this.#users) user.orders = this.#ordersOf(userId);
  }

  unfollow(userId: string): void {
    const known = this.#users.get(userId);
    if (known === undefined) return;
    known.followers -= 1;
    if (known.followers === 0) this.#users.delete(userId);
  }

  isFollowed(userId: string): boolean {
    return this.#users.has(userId);
  }

  placed(userId: string, orderId: string): Placed | undefined {
    return this.#users.get(userId)?.orders.get(orderId);
  }

  begun(event: JsonEvent): void {
    if (event.type === 'accepted') this.#users.get(event.userId)?.orders.set(event.orderId, event);
  }

  over(event: JsonEvent): void {
    if (event.type === 'order-ended') this.#users.get(event.userId)?.orders.delete(event.orderId);
  }

  #ordersOf(userId: string): Map<string, Placed> {
    return new Map(this.#openOrders(userId).map((order) => [order.orderId, order]));
  }
}
