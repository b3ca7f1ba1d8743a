import { assert } from '@fulcrum/log';
import {
  compileReader,
  compileWriter,
  IdIndex,
  type IdReader,
  keptNames,
  NONE,
  RecordLinks,
  Records,
} from '@fulcrum/memory';
import { MAX_ORDER_RECORDS } from '../../numbers/limits.ts';
import type { KeptLinks } from '../kept-fields.ts';
import { type NewPending, PENDING_FIELDS, PENDING_LAYOUT, type Pending, type PendingChange } from './pending-fields.ts';

const { places } = PENDING_LAYOUT;

const readPending = compileReader<Pending>(PENDING_LAYOUT, keptNames(PENDING_FIELDS), [
  ...['slot', 'orderId', 'userId', 'asset'],
]);
const writePending = compileWriter<NewPending, KeptLinks<typeof PENDING_FIELDS>>(
  PENDING_LAYOUT,
  keptNames(PENDING_FIELDS).filter((name) => name !== 'number'),
);
const writeChange = compileWriter<PendingChange>(PENDING_LAYOUT, [
  ...['price', 'takeProfit', 'stopLoss', 'trailingDistance', 'expiresAt'],
]);
const NO_LINKS = {};

/** The records of the orders that wait for their price. */
export class PendingOrders {
  readonly records = new Records(PENDING_LAYOUT.size, MAX_ORDER_RECORDS);
  /** The lists of the accounts. */
  readonly links = new RecordLinks(this.records, PENDING_LAYOUT);
  readonly #index: IdIndex;

  constructor(ids: IdReader) {
    this.#index = new IdIndex(this.records, places.orderId, ids);
  }

  get count(): number {
    return this.records.count;
  }

  /** @returns the slot of the pending order with this id, or NONE. */
  find(orderId: string): number {
    // Each new order asks. Where nothing waits, its id is not hashed once more.
    return this.count === 0 ? NONE : this.#index.find(orderId);
  }

  /**
   * @param account the slot of its owner's account.
   * @param market the number of its market.
   */
  add(order: NewPending, number: number, account: number, market: number): number {
    assert(account !== NONE, 'a pending order has an owner');
    const { records } = this;
    const slot = this.#index.add(order.orderId);
    records.setNumber(slot, places.number, number);
    writePending(records.views(slot), records.offset(slot), order, { userId: account, asset: market });
    return slot;
  }

  change(slot: number, change: PendingChange): void {
    assert(this.records.isUsed(slot), 'a pending order that changes is there');
    writeChange(this.records.views(slot), this.records.offset(slot), change, NO_LINKS);
  }

  remove(slot: number): void {
    assert(!this.links.isListed(slot), 'a pending order that ends is in no list');
    this.#index.remove(slot);
  }

  read(slot: number, orderId: string, userId: string, asset: string): Pending {
    assert(this.records.isUsed(slot), 'a pending order that is read is there');
    return readPending(this.records.views(slot), this.records.offset(slot), slot, orderId, userId, asset);
  }

  /** Its sequence number. */
  numberOf(slot: number): number {
    return this.records.number(slot, places.number);
  }

  priceOf(slot: number): number {
    return this.records.number(slot, places.price);
  }

  /** When it expires, or Infinity. */
  expiryOf(slot: number): number {
    const expiresAt = this.records.number(slot, places.expiresAt);
    return expiresAt === 0 ? Number.POSITIVE_INFINITY : expiresAt;
  }

  isSell(slot: number): boolean {
    return this.#hasFlag(slot, places.side);
  }

  isStop(slot: number): boolean {
    return this.#hasFlag(slot, places.orderType);
  }

  idOf(slot: number): string {
    return this.#index.idOf(slot);
  }

  accountOf(slot: number): number {
    return this.records.word(slot, places.userId);
  }

  /** The number of its market. */
  marketOf(slot: number): number {
    return this.records.word(slot, places.asset);
  }

  #hasFlag(slot: number, flag: number): boolean {
    return (this.records.word(slot, PENDING_LAYOUT.flagsPlace) & flag) !== 0;
  }
}
