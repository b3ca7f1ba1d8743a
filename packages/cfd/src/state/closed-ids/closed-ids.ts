import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import { REMOVALS_PER_ENTRY } from '../../numbers/limits.ts';
import { FIRST_RULES } from '../../rules/rules-version.ts';
import type { ChangeLog } from '../../snapshot/change-log.ts';
import type { Orders } from '../orders.ts';
import type { RecordsHash } from '../records-hash.ts';
import { DeduplicationWindow } from './deduplication-window.ts';

/** The ids that may not be used again yet. Each change of them is hashed, and noted for the next snapshot. */
export class ClosedIds {
  readonly #orders: Orders;
  readonly #hash: RecordsHash;
  readonly #changes: ChangeLog;
  readonly #window: DeduplicationWindow;

  constructor(orders: Orders, hash: RecordsHash, changes: ChangeLog) {
    this.#orders = orders;
    this.#hash = hash;
    this.#changes = changes;
    this.#window = new DeduplicationWindow(orders);
  }

  /** How many are part of the state. */
  get count(): number {
    return this.#window.count;
  }

  get forgottenUntil(): number {
    return this.#window.forgottenUntil;
  }

  isExpired(slot: number, now: number): boolean {
    return this.#window.isExpired(slot, now);
  }

  /** Keeps the id of an order that is not open any more. */
  keep(slot: number): void {
    this.#hash.addClosed(slot, this.#window.add(slot).hash);
  }

  /** Keeps an id that was no open order's. */
  keepUnopened(orderId: string, account: number, closedAt: number, purpose: number): void {
    this.free(orderId);
    const slot = this.#orders.addClosed({ orderId, closedAt, purpose }, account);
    this.keep(slot);
    this.#changes.voided(slot);
  }

  /** Forgets the ids of orders that were closed more than ten minutes ago: in small steps from version 2 on. */
  expire(now: number, rulesVersion: number): void {
    if (rulesVersion === FIRST_RULES) this.#expireAll(now);
    else this.#forgetSome(now);
  }

  /** Removes what is left of an id that is about to be used again. */
  free(orderId: string): void {
    const slot = this.#orders.find(orderId);
    if (slot === NONE) return;
    assert(!this.#orders.isOpen(slot), 'an id that is used again is no open order');
    if (this.#window.isForgotten(slot)) {
      this.#removeForgotten(slot);
    } else {
      this.#changes.freed(slot);
      this.#remove(slot);
    }
  }

  #forgetSome(now: number): void {
    for (let group = this.#window.forgetGroup(now); group !== undefined; group = this.#window.forgetGroup(now))
      this.#hash.removeGroup(group.hash);
    for (let removed = 0; removed < REMOVALS_PER_ENTRY; removed++) {
      const slot = this.#window.firstForgotten();
      if (slot === NONE) return;
      this.#removeForgotten(slot);
    }
  }

  #expireAll(now: number): void {
    for (let slot = this.#window.firstExpired(now); slot !== NONE; slot = this.#window.firstExpired(now)) {
      this.#changes.expired(slot);
      this.#remove(slot);
    }
  }

  #remove(slot: number): void {
    this.#hash.removeClosed(slot, this.#window.remove(slot).hash);
    this.#orders.remove(slot);
  }

  #removeForgotten(slot: number): void {
    this.#window.unlink(slot);
    this.#orders.remove(slot);
  }
}
