import type { HashKey } from '@fulcrum/memory';
import { IdIndex, NONE, Records } from '@fulcrum/memory';
import { MAX_ORDER_RECORDS } from '../numbers/limits.ts';
import type { Position, Side } from '../numbers/money.ts';
import type { NewOrder, Order } from './order.ts';
import { NO_LEVEL, ORDER_NUMBERS, ORDER_SIZE, ORDER_WORDS, TERMS } from './record-layout.ts';

/**
 * The records of all orders: of those that are open, and of those closed in the last ten minutes, whose ids may not be
 * used again yet. An order belongs to one list of orders: its account's, or that of the closed ones.
 */
export class Orders {
  readonly records = new Records(ORDER_SIZE, MAX_ORDER_RECORDS);
  readonly #index: IdIndex;

  constructor(key: HashKey) {
    this.#index = new IdIndex(this.records, ORDER_WORDS.id, key);
  }

  /** @returns the slot of the order, open or closed, or NONE. */
  find(orderId: string): number {
    return this.#index.find(orderId);
  }

  /**
   * @param number counts the orders in the order in which they were opened.
   * @param market the number of its market.
   */
  addOpen(order: NewOrder, number: number, account: number, market: number): number {
    const { records } = this;
    const slot = this.#index.add(order.orderId);
    records.setNumber(slot, ORDER_NUMBERS.number, number);
    records.setNumber(slot, ORDER_NUMBERS.quantity, order.quantity);
    records.setNumber(slot, ORDER_NUMBERS.openPrice, order.openPrice);
    records.setAmount(slot, ORDER_NUMBERS.margin, order.margin);
    records.setNumber(slot, ORDER_NUMBERS.slippage, order.slippage);
    records.setNumber(slot, ORDER_NUMBERS.since, order.openedAt);
    records.setNumber(slot, ORDER_NUMBERS.liquidationPrice, order.liquidationPrice);
    records.setWord(slot, ORDER_WORDS.account, account);
    records.setWord(slot, ORDER_WORDS.terms, (market << TERMS.marketShift) | (order.side === 'sell' ? TERMS.sell : 0));
    records.setWord(slot, ORDER_WORDS.leverage, order.leverage);
    this.setLevels(slot, order.takeProfit, order.stopLoss);
    return slot;
  }

  addClosed(orderId: string, account: number, closedAt: number): number {
    const slot = this.#index.add(orderId);
    this.records.setWord(slot, ORDER_WORDS.account, account);
    this.markClosed(slot, closedAt);
    return slot;
  }

  markClosed(slot: number, closedAt: number): void {
    this.records.setWord(slot, ORDER_WORDS.terms, this.terms(slot) | TERMS.closed);
    this.records.setNumber(slot, ORDER_NUMBERS.since, closedAt);
  }

  /** Forgets an order, whose id may then be used again. */
  remove(slot: number): void {
    this.#index.remove(slot);
  }

  setLevels(slot: number, takeProfit: number | undefined, stopLoss: number | undefined): void {
    this.records.setNumber(slot, ORDER_NUMBERS.takeProfit, takeProfit ?? NO_LEVEL);
    this.records.setNumber(slot, ORDER_NUMBERS.stopLoss, stopLoss ?? NO_LEVEL);
  }

  /** Reads an open order out of its record. */
  read(slot: number, orderId: string, userId: string, asset: string): Order {
    const { records } = this;
    const takeProfit = records.number(slot, ORDER_NUMBERS.takeProfit);
    const stopLoss = records.number(slot, ORDER_NUMBERS.stopLoss);
    return {
      slot,
      orderId,
      userId,
      asset,
      side: this.sideOf(slot),
      number: records.number(slot, ORDER_NUMBERS.number),
      quantity: records.number(slot, ORDER_NUMBERS.quantity),
      leverage: records.word(slot, ORDER_WORDS.leverage),
      openPrice: records.number(slot, ORDER_NUMBERS.openPrice),
      margin: records.amount(slot, ORDER_NUMBERS.margin),
      takeProfit: takeProfit === NO_LEVEL ? undefined : takeProfit,
      stopLoss: stopLoss === NO_LEVEL ? undefined : stopLoss,
      slippage: records.number(slot, ORDER_NUMBERS.slippage),
      openedAt: records.number(slot, ORDER_NUMBERS.since),
      liquidationPrice: records.number(slot, ORDER_NUMBERS.liquidationPrice),
    };
  }

  /** What decides an open order's money. */
  position(slot: number): Position {
    const { records } = this;
    return {
      side: this.sideOf(slot),
      quantity: records.number(slot, ORDER_NUMBERS.quantity),
      openPrice: records.number(slot, ORDER_NUMBERS.openPrice),
      margin: this.margin(slot),
    };
  }

  /** An open order's sequence number. */
  numberOf(slot: number): number {
    return this.records.number(slot, ORDER_NUMBERS.number);
  }

  idOf(slot: number): string {
    return this.#index.idOf(slot);
  }

  isOpen(slot: number): boolean {
    return (this.terms(slot) & TERMS.closed) === 0;
  }

  sideOf(slot: number): Side {
    return (this.terms(slot) & TERMS.sell) === 0 ? 'buy' : 'sell';
  }

  /** The number of its market. */
  marketOf(slot: number): number {
    return this.terms(slot) >>> TERMS.marketShift;
  }

  accountOf(slot: number): number {
    return this.records.word(slot, ORDER_WORDS.account);
  }

  closedAt(slot: number): number {
    return this.records.number(slot, ORDER_NUMBERS.since);
  }

  /** The next order of its list, or NONE. */
  next(slot: number): number {
    return this.records.word(slot, ORDER_WORDS.next);
  }

  /** The one before it in its list, or NONE. */
  previous(slot: number): number {
    return this.records.word(slot, ORDER_WORDS.previous);
  }

  /** Puts an order, which is in no list, behind the last one of a list. */
  linkAfter(last: number, slot: number): void {
    this.records.setWord(slot, ORDER_WORDS.previous, last);
    if (last !== NONE) this.records.setWord(last, ORDER_WORDS.next, slot);
  }

  /** Takes an order out of its list. */
  unlink(slot: number): void {
    const [previous, next] = [this.previous(slot), this.next(slot)];
    if (previous !== NONE) this.records.setWord(previous, ORDER_WORDS.next, next);
    if (next !== NONE) this.records.setWord(next, ORDER_WORDS.previous, previous);
    this.records.setWord(slot, ORDER_WORDS.previous, NONE);
    this.records.setWord(slot, ORDER_WORDS.next, NONE);
  }

  terms(slot: number): number {
    return this.records.word(slot, ORDER_WORDS.terms);
  }

  leverage(slot: number): number {
    return this.records.word(slot, ORDER_WORDS.leverage);
  }

  number(slot: number): number {
    return this.records.number(slot, ORDER_NUMBERS.number);
  }

  margin(slot: number): bigint {
    return this.records.amount(slot, ORDER_NUMBERS.margin);
  }
}
