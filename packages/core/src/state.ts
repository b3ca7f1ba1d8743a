import { type Account, type AccountRecord, accountHashText } from './account.ts';
import { assert } from './assert.ts';
import { type ClosedIdRecord, ClosedIds, closedIdHashText } from './closed-ids.ts';
import type { Instrument } from './instrument.ts';
import { Market, type Quote } from './market.ts';
import { liquidationPriceOf, type Money } from './money.ts';
import { type Order, type OrderRecord, orderHashText, recordOf } from './order.ts';
import type { Changes, Snapshot, Totals } from './snapshot.ts';
import { digest, StateHash } from './state-hash.ts';

/**
 * Everything the core knows. It changes through these methods alone: each keeps the state's hash, and notes what has
 * to go into the next snapshot.
 */
export class State {
  readonly #markets = new Map<string, Market>();
  readonly #accounts = new Map<string, Account>();
  readonly #orders = new Map<string, Order>();
  readonly #closedIds = new ClosedIds();
  readonly #hash = new StateHash();
  #houseResult: Money = 0n;
  #deposits: Money = 0n;
  #nextOrderNumber = 0;
  #changed = new ChangedKeys();

  static restore(snapshot: Snapshot): State {
    const state = new State();
    for (const instrument of snapshot.instruments) state.setInstrument(instrument);
    for (const { asset, ...quote } of snapshot.quotes) state.setQuote(state.#marketOf(asset), quote);
    for (const { userId, balance } of snapshot.accounts) state.#insertAccount(userId, balance);
    for (const order of [...snapshot.orders].sort((a, b) => a.number - b.number)) state.#insertOrder(order);
    const closedIds = [...snapshot.closedIds].sort((a, b) => a.closedAt - b.closedAt);
    for (const closedId of closedIds) state.#insertClosedId(closedId);
    state.#houseResult = snapshot.totals.houseResult;
    state.#deposits = snapshot.totals.deposits;
    state.#nextOrderNumber = snapshot.totals.nextOrderNumber;
    state.#changed = new ChangedKeys();
    return state;
  }

  get openOrders(): number {
    return this.#orders.size;
  }

  get totals(): Totals {
    return { houseResult: this.#houseResult, deposits: this.#deposits, nextOrderNumber: this.#nextOrderNumber };
  }

  market(asset: string): Market | undefined {
    return this.#markets.get(asset);
  }

  account(userId: string): Account | undefined {
    return this.#accounts.get(userId);
  }

  order(orderId: string): Order | undefined {
    return this.#orders.get(orderId);
  }

  closedId(orderId: string): ClosedIdRecord | undefined {
    return this.#closedIds.get(orderId);
  }

  marketOf(order: OrderRecord): Market {
    return this.#marketOf(order.asset);
  }

  accountOf(order: OrderRecord): Account {
    const account = this.#accounts.get(order.userId);
    assert(account !== undefined, `the account ${order.userId} of an open order exists`);
    return account;
  }

  setInstrument(instrument: Instrument): void {
    const market = this.#markets.get(instrument.asset);
    if (market === undefined) this.#markets.set(instrument.asset, new Market(instrument));
    else market.instrument = instrument;
    this.#changed.instruments.add(instrument.asset);
  }

  setQuote(market: Market, quote: Quote): void {
    market.quote = quote;
    this.#changed.quotes.add(market.instrument.asset);
  }

  openAccount(userId: string, deposit: Money): Account {
    this.#deposits += deposit;
    return this.#insertAccount(userId, deposit);
  }

  /** Takes the order's margin from its owner's balance and puts the order into the books. */
  openOrder(fields: Omit<OrderRecord, 'number'>): Order {
    const order = this.#insertOrder({ ...fields, number: this.#nextOrderNumber });
    this.#nextOrderNumber += 1;
    this.#changeBalance(this.accountOf(order), -order.margin);
    return order;
  }

  /** Takes the order out of the books and pays its owner; what the margin leaves is the house's, or its loss. */
  closeOrder(order: Order, payout: Money, now: number): Account {
    const account = this.accountOf(order);
    this.#marketOf(order.asset).remove(order);
    this.#orders.delete(order.orderId);
    account.orders.delete(order);
    this.#hash.remove(orderHashText(order));
    this.#changed.orders.add(order.orderId);
    this.#insertClosedId({ orderId: order.orderId, userId: order.userId, closedAt: now });
    this.#houseResult += order.margin - payout;
    this.#changeBalance(account, payout);
    return account;
  }

  setLevels(order: Order, takeProfit: number | undefined, stopLoss: number | undefined): void {
    const market = this.#marketOf(order.asset);
    market.remove(order);
    this.#hash.remove(orderHashText(order));
    order.takeProfit = takeProfit;
    order.stopLoss = stopLoss;
    this.#hash.add(orderHashText(order));
    market.add(order);
    this.#changed.orders.add(order.orderId);
  }

  /** Forgets the ids of orders that were closed more than ten minutes ago. */
  expireClosedIds(now: number): void {
    for (const record of this.#closedIds.expire(now)) {
      this.#hash.remove(closedIdHashText(record));
      this.#changed.closedIds.add(record.orderId);
    }
  }

  /** 16 hexadecimal digits that two states share exactly when they are the same (as far as a hash can tell). */
  hash(): string {
    const markets = [...this.#markets.values()].map(marketHashText).sort();
    const { houseResult, deposits, nextOrderNumber } = this.totals;
    return digest([this.#hash, houseResult, deposits, nextOrderNumber, ...markets].join('|'));
  }

  /** What changed since the last call. */
  takeChanges(): Changes {
    const changed = this.#changed;
    this.#changed = new ChangedKeys();
    return {
      totals: this.totals,
      stateHash: this.hash(),
      instruments: pick(changed.instruments, (asset) => this.#marketOf(asset).instrument),
      quotes: pick(changed.quotes, (asset) => quoteRecord(this.#marketOf(asset))),
      accounts: pick(changed.accounts, (userId) => this.#accountRecord(userId)),
      orders: pick(changed.orders, (orderId) => optionalRecord(this.#orders.get(orderId))),
      closedIds: pick(changed.closedIds, (orderId) => this.#closedIds.get(orderId)),
    };
  }

  /** Balances + margins of open orders + the house's result - deposits. It looks at everything: for tests. */
  imbalance(): Money {
    let sum = this.#houseResult - this.#deposits;
    for (const account of this.#accounts.values()) sum += account.balance;
    for (const order of this.#orders.values()) sum += order.margin;
    return sum;
  }

  #marketOf(asset: string): Market {
    const market = this.#markets.get(asset);
    assert(market !== undefined, `the instrument ${asset} of a record exists`);
    return market;
  }

  #accountRecord(userId: string): AccountRecord {
    const account = this.#accounts.get(userId);
    assert(account !== undefined, 'an account never goes away');
    return { userId, balance: account.balance };
  }

  #insertAccount(userId: string, balance: Money): Account {
    assert(!this.#accounts.has(userId), 'an account is opened once');
    const account: Account = { userId, balance, orders: new Set() };
    this.#accounts.set(userId, account);
    this.#hash.add(accountHashText(account));
    this.#changed.accounts.add(userId);
    return account;
  }

  #changeBalance(account: Account, by: Money): void {
    this.#hash.remove(accountHashText(account));
    account.balance += by;
    assert(account.balance >= 0n, `the balance of ${account.userId} is not negative`);
    this.#hash.add(accountHashText(account));
    this.#changed.accounts.add(account.userId);
  }

  #insertOrder(record: OrderRecord): Order {
    assert(!this.#orders.has(record.orderId), 'an order is opened once');
    const market = this.#marketOf(record.asset);
    const liquidationPrice = liquidationPriceOf(record, market.instrument);
    const order: Order = { ...record, liquidationPrice, stopTrigger: undefined, targetTrigger: undefined };
    this.#orders.set(order.orderId, order);
    this.accountOf(order).orders.add(order);
    market.add(order);
    this.#hash.add(orderHashText(order));
    this.#changed.orders.add(order.orderId);
    return order;
  }

  #insertClosedId(record: ClosedIdRecord): void {
    this.#closedIds.add(record);
    this.#hash.add(closedIdHashText(record));
    this.#changed.closedIds.add(record.orderId);
  }
}

/** The keys of the records that changed since the last cut. */
class ChangedKeys {
  readonly instruments = new Set<string>();
  readonly quotes = new Set<string>();
  readonly accounts = new Set<string>();
  readonly orders = new Set<string>();
  readonly closedIds = new Set<string>();
}

function pick<Entry>(keys: Set<string>, entryOf: (key: string) => Entry): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const key of keys) entries.set(key, entryOf(key));
  return entries;
}

function optionalRecord(order: Order | undefined): OrderRecord | undefined {
  return order === undefined ? undefined : recordOf(order);
}

function quoteRecord(market: Market) {
  assert(market.quote !== undefined, 'a quote never goes away');
  return { asset: market.instrument.asset, ...market.quote };
}

/** The text that stands for a market in the state's hash. */
function marketHashText({ instrument, quote }: Market): string {
  const { asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs } = instrument;
  const settings = [asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs];
  return [...settings, quote?.bid ?? '', quote?.ask ?? '', quote?.time ?? ''].join('|');
}
