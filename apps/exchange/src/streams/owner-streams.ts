import { assert } from '@fulcrum/log';
import { type EventJson, type JsonEvent, type MarketSettings, printOrder } from '@fulcrum/matching';
import type { Book } from '../core/book.ts';
import { AccountOrders } from './account-orders.ts';
import { accepted, ended, made, taken } from './order-updates.ts';
import { ORDER_UPDATES } from './stream-names.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface OwnerStreamsParts {
  readonly book: Book;
  readonly subscriptions: Subscriptions;
  readonly nowUs: () => number;
}

/** Tells users what becomes of their own orders. */
export class OwnerStreams {
  readonly #parts: OwnerStreamsParts;
  readonly #orders: AccountOrders;
  /** The last fill of an order whose quantity is not known. It is told once the next event says whether it was the last. */
  #held: EventJson<'fill'> | undefined;

  constructor(parts: OwnerStreamsParts) {
    this.#parts = parts;
    this.#orders = new AccountOrders((userId) => (parts.book.loaded?.openOrders(userId) ?? []).map(printOrder));
  }

  follow(userId: string): void {
    this.#orders.follow(userId);
  }

  unfollow(userId: string): void {
    this.#orders.unfollow(userId);
  }

  /** The core begins anew: the rest of a command that was about to be told may never come, and other orders are open. */
  begin(): void {
    this.#held = undefined;
    this.#orders.begin();
  }

  take(event: JsonEvent): void {
    if (event.type === 'accepted') this.#accepted(event);
    else if (event.type === 'fill') this.#filled(event);
    else if (event.type === 'order-ended') this.#ended(event);
  }

  /** All of a command is taken: an order that has not ended has not been filled. */
  commandOver(): void {
    this.#tellHeld(false);
  }

  #accepted(event: EventJson<'accepted'>): void {
    this.#orders.begun(event);
    this.#tell(event.userId, event.market, () => accepted(event, this.#settingsOf(event.market)));
  }

  #filled(fill: EventJson<'fill'>): void {
    const { market, takerUserId, takerOrderId, takerExecuted, makerUserId, makerOrderId } = fill;
    this.#tellHeld(false);
    const order = this.#orders.placed(takerUserId, takerOrderId);
    if (order?.quantity === undefined) this.#held = fill;
    else this.#tellTaken(fill, order.quantity === takerExecuted);
    this.#tell(makerUserId, market, () =>
      made(fill, this.#orders.placed(makerUserId, makerOrderId), this.#settingsOf(market).quote),
    );
  }

  #tellHeld(isFilled: boolean): void {
    const fill = this.#held;
    this.#held = undefined;
    if (fill !== undefined) this.#tellTaken(fill, isFilled);
  }

  #tellTaken(fill: EventJson<'fill'>, isFilled: boolean): void {
    const { market, takerUserId, takerOrderId } = fill;
    this.#tell(takerUserId, market, () =>
      taken(fill, this.#orders.placed(takerUserId, takerOrderId), this.#settingsOf(market).quote, isFilled),
    );
  }

  #ended(event: EventJson<'order-ended'>): void {
    const { userId, market, orderId, status } = event;
    if (this.#held?.takerOrderId === orderId) this.#tellHeld(status === 'filled');
    if (status !== 'filled') this.#tell(userId, market, () => ended(event, this.#orders.placed(userId, orderId)));
    this.#orders.over(event);
  }

  /** @param data is made only where the owner follows their orders. */
  #tell(userId: string, market: string, data: () => object): void {
    if (!this.#orders.isFollowed(userId)) return;
    const told = { ...data(), E: this.#parts.nowUs() };
    for (const stream of [ORDER_UPDATES, `${ORDER_UPDATES}.${market}`])
      this.#parts.subscriptions.send(ownKey(stream, userId), () => told, stream);
  }

  #settingsOf(market: string): MarketSettings {
    const settings = this.#parts.book.loaded?.market(market)?.settings;
    assert(settings !== undefined, 'a market in which something is traded is there');
    return settings;
  }
}

/** Under which a stream is kept that is told to its owner alone. */
export function ownKey(stream: string, userId: string): string {
  return `${stream} ${userId}`;
}
