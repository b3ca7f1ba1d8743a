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
import { MAX_ORDER_RECORDS } from '../numbers/limits.ts';
import type { Position, Side } from '../numbers/money.ts';
import type { KeptLinks } from './kept-fields.ts';
import type { ClosedIdRecord, Levels, NewOrder, Order, Rest } from './order.ts';
import { CLOSED_ID_FIELDS, CLOSED_ID_LAYOUT, ORDER_FIELDS, ORDER_LAYOUT } from './order-fields.ts';

/** Constants of their own: the hot path reads and writes single fields at these places. */
const { places, flagsPlace } = ORDER_LAYOUT;
const NUMBER = places.number;
const MARGIN = places.margin;
const CLOSED_AT = places.closedAt;
const ACCOUNT = places.userId;
const MARKET = places.asset;
const SELL = places.side;
const CLOSED = places.status;
const PURPOSE = places.purpose;

const VALUE_NAMES = [...keptNames(ORDER_FIELDS), 'liquidationPrice'];

const readOrder = compileReader<Order>(
  ORDER_LAYOUT,
  VALUE_NAMES.filter((name) => name !== 'trailingSince'),
  ['slot', 'orderId', 'userId', 'asset'],
);
const readPosition = compileReader<Position>(ORDER_LAYOUT, ['side', 'quantity', 'openPrice', 'margin']);
/** All but the numbers, which the caller counts. */
const writeOrder = compileWriter<NewOrder, KeptLinks<typeof ORDER_FIELDS>>(
  ORDER_LAYOUT,
  VALUE_NAMES.filter((name) => name !== 'number' && name !== 'trailingSince'),
);
const writeLevels = compileWriter<Levels>(ORDER_LAYOUT, ['takeProfit', 'stopLoss', 'trailingDistance']);
const writeRest = compileWriter<Rest>(ORDER_LAYOUT, ['quantity', 'margin', 'liquidationPrice']);
const NO_LINKS = {};

/** What is kept of an order that is not open. Its account is known by its slot. */
type ClosedId = Omit<ClosedIdRecord, 'userId'>;

const writeClosed = compileWriter<ClosedId, KeptLinks<typeof CLOSED_ID_FIELDS>>(
  CLOSED_ID_LAYOUT,
  keptNames(CLOSED_ID_FIELDS),
);

/**
 * The records of all orders: of those that are open, and of those closed in the last ten minutes, whose ids may not be
 * used again yet. An order belongs to one list of orders: its account's, or that of the closed ones.
 */
export class Orders {
  readonly records = new Records(ORDER_LAYOUT.size, MAX_ORDER_RECORDS);
  /** The lists to which they belong. */
  readonly links = new RecordLinks(this.records, ORDER_LAYOUT);
  readonly #index: IdIndex;

  constructor(ids: IdReader) {
    this.#index = new IdIndex(this.records, places.orderId, ids);
  }

  /** @returns the slot of the order, open or closed, or NONE. */
  find(orderId: string): number {
    return this.#index.find(orderId);
  }

  /**
   * @param number its sequence number.
   * @param account the slot of its owner's account.
   * @param market the number of its market.
   */
  addOpen(order: NewOrder, number: number, account: number, market: number): number {
    assert(account !== NONE, 'an order has an owner');
    const { records } = this;
    const slot = this.#index.add(order.orderId);
    records.setNumber(slot, NUMBER, number);
    writeOrder(records.views(slot), records.offset(slot), order, { userId: account, asset: market });
    return slot;
  }

  addClosed(closed: ClosedId, account: number): number {
    assert(account !== NONE, 'a closed id has an owner');
    const { records } = this;
    const slot = this.#index.add(closed.orderId);
    writeClosed(records.views(slot), records.offset(slot), closed, { userId: account });
    this.markClosed(slot, closed.closedAt);
    return slot;
  }

  markClosed(slot: number, closedAt: number): void {
    assert(this.isOpen(slot), 'an order is closed once');
    this.records.setWord(slot, flagsPlace, this.records.word(slot, flagsPlace) | CLOSED);
    this.records.setNumber(slot, CLOSED_AT, closedAt);
  }

  /** Forgets an order, whose id may then be used again. */
  remove(slot: number): void {
    assert(!this.isOpen(slot), 'an order that is forgotten was closed');
    assert(!this.links.isListed(slot), 'an order that is forgotten is in no list');
    this.#index.remove(slot);
  }

  setLevels(slot: number, levels: Levels): void {
    assert(this.isOpen(slot), 'an order whose levels change is open');
    const { records } = this;
    writeLevels(records.views(slot), records.offset(slot), levels, NO_LINKS);
  }

  /** Leaves a part of an order open. */
  reduceTo(slot: number, rest: Rest): void {
    assert(this.isOpen(slot), 'an order that is closed in part is open');
    assert(rest.quantity < this.records.number(slot, places.quantity), 'a part is closed of it');
    writeRest(this.records.views(slot), this.records.offset(slot), rest, NO_LINKS);
  }

  /** Notes at which number an order has begun to trail. 0 where it does not. */
  setTrailingSince(slot: number, number: number): void {
    this.records.setNumber(slot, places.trailingSince, number);
  }

  /** Reads an open order out of its record. */
  read(slot: number, orderId: string, userId: string, asset: string): Order {
    assert(this.isOpen(slot), 'an order that is read is open');
    const { records } = this;
    return readOrder(records.views(slot), records.offset(slot), slot, orderId, userId, asset);
  }

  /** What decides an open order's money. */
  position(slot: number): Position {
    const { records } = this;
    return readPosition(records.views(slot), records.offset(slot));
  }

  size(slot: number): { openPrice: number; quantity: number } {
    const { records } = this;
    return { openPrice: records.number(slot, places.openPrice), quantity: records.number(slot, places.quantity) };
  }

  /** An open order's sequence number. */
  numberOf(slot: number): number {
    return this.records.number(slot, NUMBER);
  }

  idOf(slot: number): string {
    return this.#index.idOf(slot);
  }

  isOpen(slot: number): boolean {
    return (this.records.word(slot, flagsPlace) & CLOSED) === 0;
  }

  sideOf(slot: number): Side {
    return (this.records.word(slot, flagsPlace) & SELL) === 0 ? 'buy' : 'sell';
  }

  /** The number of its market. */
  marketOf(slot: number): number {
    return this.records.word(slot, MARKET);
  }

  accountOf(slot: number): number {
    return this.records.word(slot, ACCOUNT);
  }

  /** What a closed id was (see CLOSED_ID_PURPOSE). */
  purposeOf(slot: number): number {
    return this.records.word(slot, PURPOSE);
  }

  closedAt(slot: number): number {
    return this.records.number(slot, CLOSED_AT);
  }

  /** Puts an order, which is in no list, behind the last one of a list. */
  linkAfter(last: number, slot: number): void {
    this.links.linkAfter(last, slot);
  }

  /** Takes an order out of its list. */
  unlink(slot: number): void {
    this.links.unlink(slot);
  }

  margin(slot: number): bigint {
    return this.records.amount(slot, MARGIN);
  }
}
