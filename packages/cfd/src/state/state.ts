import { assert } from '@fulcrum/log';
import type { HashKey } from '@fulcrum/memory';
import { digest, IdReader, NONE } from '@fulcrum/memory';
import { WORDS, type Word } from '../messages/fields.ts';
import type { Instrument } from '../messages/instrument.ts';
import type { Limits } from '../messages/settings.ts';
import { MAX_KEPT_ORDERS, maxOpenOrders, maxPrice } from '../numbers/limits.ts';
import { liquidationPriceOf, type Money, type Position } from '../numbers/money.ts';
import { KeptFigures } from '../prices/kept-figures.ts';
import type { HeldTick } from '../prices/quote.ts';
import { FIRST_RULES, LEDGER_RULES, NEWEST_RULES } from '../rules/rules-version.ts';
import { ChangeLog } from '../snapshot/change-log.ts';
import type { Changes } from '../snapshot/changes.ts';
import type { SnapshotHead, Totals } from '../snapshot/snapshot.ts';
import { type AccountRecord, type AccountSettings, Accounts, NO_SETTINGS } from './accounts.ts';
import { ClosedIds } from './closed-ids/closed-ids.ts';
import { Group, type GroupSettings } from './group.ts';
import type { HoldRecord } from './hold-fields.ts';
import { Holds } from './holds.ts';
import { Market, marketHashText, quoteRecord } from './market.ts';
import type { ClosedIdRecord, Levels, NewOrder, Order, OrderRecord, Rest, StopKind } from './order.ts';
import { CLOSED_ID_PURPOSE } from './order-fields.ts';
import { Orders } from './orders.ts';
import { PendingBook } from './pending/pending-book.ts';
import type { NewPending, Pending, PendingChange, PendingRecord } from './pending/pending-fields.ts';
import { PendingOrders } from './pending/pending-orders.ts';
import { RecordsHash } from './records-hash.ts';
import type { TrailingRecord } from './trailing/trailing-notes.ts';
import { Trails } from './trailing/trails.ts';

type Rights = Word<'rights'>;

/**
 * Everything the core knows. It changes through these methods alone: each keeps the state's hash, and notes what has
 * to go into the next snapshot. Accounts and orders are known by their slots (see Records); NONE stands for none.
 */
export class State {
  /** Figures that were worked out from the state. They are no part of it. */
  readonly figures = new KeptFigures();
  readonly #markets: Market[] = [];
  readonly #marketsByAsset = new Map<string, Market>();
  readonly #orders: Orders;
  readonly #accounts: Accounts;
  readonly #holds: Holds;
  readonly #closedIds: ClosedIds;
  /** The orders that wait for their price. */
  readonly pending: PendingBook;
  readonly #trails: Trails;
  /** The group to which all accounts belong. */
  readonly #group = new Group();
  readonly #hash: RecordsHash;
  readonly #changes: ChangeLog;
  #changedInstruments = new Set<Market>();
  #changedQuotes = new Set<Market>();
  #changedHolds = new Set<Market>();
  /** The value of `forgottenUntil` at the last snapshot point. */
  #forgottenBefore = Number.NEGATIVE_INFINITY;
  #openOrders = 0;
  #houseResult: Money = 0n;
  #deposits: Money = 0n;
  #nextOrderNumber = 0;
  #rulesVersion = FIRST_RULES;
  #maxPrice = maxPrice(FIRST_RULES);

  constructor(key: HashKey) {
    // Orders, holds and transfers share their ids: each of them is asked for that of a new one.
    const ids = new IdReader(key);
    this.#orders = new Orders(ids);
    this.#accounts = new Accounts(this.#orders, key);
    this.#holds = new Holds(ids);
    this.#trails = new Trails(this.#orders);
    const pending = new PendingOrders(ids);
    this.#hash = new RecordsHash(this.#orders, this.#accounts, this.#holds, pending);
    this.#changes = new ChangeLog(this.#orders, this.#accounts, this.#holds, pending);
    this.pending = new PendingBook(pending, this.#accounts, this.#hash, this.#changes);
    this.#closedIds = new ClosedIds(this.#orders, this.#hash, this.#changes);
  }

  get openOrders(): number {
    return this.#openOrders;
  }

  get rulesVersion(): number {
    return this.#rulesVersion;
  }

  setRules(version: number): void {
    assert(version >= this.#rulesVersion && version <= NEWEST_RULES, 'rules go up, to a version that is known');
    this.#rulesVersion = version;
    this.figures.forgetAll();
    this.#maxPrice = maxPrice(version);
  }

  /** The highest price that is taken in, in grid units. */
  get maxPrice(): number {
    return this.#maxPrice;
  }

  /** Whether one more order can be kept. */
  get hasRoomForOrder(): boolean {
    return this.#openOrders + this.pending.orders.count < maxOpenOrders(this.#rulesVersion) && this.hasRoomForId;
  }

  /** Whether the id of one more order, hold or transfer can be kept. */
  get hasRoomForId(): boolean {
    const living = this.#openOrders + this.pending.orders.count + this.#holds.count;
    return living + this.#closedIds.count < MAX_KEPT_ORDERS;
  }

  get hasRoomForAccount(): boolean {
    return !this.#accounts.isFull;
  }

  market(asset: string): Market | undefined {
    return this.#marketsByAsset.get(asset);
  }

  marketOf(asset: string): Market {
    const market = this.#marketsByAsset.get(asset);
    assert(market !== undefined, `the instrument ${asset} of a record exists`);
    return market;
  }

  findAccount(userId: string): number {
    return this.#accounts.find(userId);
  }

  balance(account: number): Money {
    return this.#accounts.balance(account);
  }

  /** What was paid in and won, less what was paid out and lost: the sum of the account's ledger. */
  cash(account: number): Money {
    return this.#accounts.balance(account) + this.#accounts.committed(account);
  }

  /** What events tell of an account's cash: nothing under rules that know none. */
  reportedCash(account: number): Money | undefined {
    return this.#rulesVersion >= LEDGER_RULES ? this.cash(account) : undefined;
  }

  /** Of the account's owner. */
  rightsOf(account: number): Rights {
    const rights = WORDS.rights[this.#accounts.rights(account)];
    assert(rights !== undefined, 'the rights of an account are known');
    return rights;
  }

  /** Until when the account is paused: undefined where no pause runs. */
  pauseOf(account: number, now: number): number | undefined {
    const end = this.#accounts.pausedUntil(account);
    return now < end ? end : undefined;
  }

  settingsOf(account: number): AccountSettings {
    return this.#accounts.settings(account);
  }

  setAccount(account: number, settings: AccountSettings): void {
    this.#hash.removeAccount(account);
    this.#accounts.setSettings(account, settings);
    this.#hash.addAccount(account);
    this.#changes.account(account);
  }

  /** Whether any limit holds for an account. */
  hasLimits(account: number): boolean {
    return this.#group.hasLimits || this.#accounts.hasLimits(account);
  }

  get groupLimits(): Limits {
    return this.#group.limits;
  }

  /** Whether a new order closes those of the other side first. */
  get isNetting(): boolean {
    return this.#group.isNetting;
  }

  /** Whether any account has an order, be it open or one that waits. */
  get hasOrders(): boolean {
    return this.#openOrders + this.pending.orders.count > 0;
  }

  setGroup(settings: GroupSettings): void {
    this.#group.set(settings);
  }

  holdCount(account: number): number {
    return this.#accounts.holdCount(account);
  }

  /** The open hold with this id, or NONE. */
  findHold(transferId: string): number {
    return this.#holds.find(transferId);
  }

  holdAt(slot: number): { amount: Money; account: number } {
    return { amount: this.#holds.amount(slot), account: this.#holds.accountOf(slot) };
  }

  orderCount(account: number): number {
    return this.#accounts.orderCount(account);
  }

  /** The slots of an account's open orders, in the order in which they were opened. */
  ordersOf(account: number): number[] {
    return this.#accounts.ordersOf(account);
  }

  /** What decides an open order's money, and where its price comes from. */
  positionOf(slot: number): { position: Position; market: Market } {
    return { position: this.#orders.position(slot), market: this.#marketOfOrder(slot) };
  }

  /** What an open order's notional is made of, in the units of its market. */
  sizeOf(slot: number): { openPrice: number; quantity: number; market: Market } {
    return { ...this.#orders.size(slot), market: this.#marketOfOrder(slot) };
  }

  /** The order with this id. It may have been closed longer than ten minutes ago. */
  findOrder(orderId: string): number {
    return this.#orders.find(orderId);
  }

  /** The order with this id, be it open or closed in the last ten minutes. */
  findKeptOrder(orderId: string, now: number): number {
    const slot = this.#orders.find(orderId);
    return slot === NONE || this.#orders.isOpen(slot) || !this.#closedIds.isExpired(slot, now) ? slot : NONE;
  }

  /** Whether an id is that of an order, a hold or a transfer of now or of the last ten minutes. */
  isIdTaken(id: string, now: number): boolean {
    return (
      this.findKeptOrder(id, now) !== NONE || this.#holds.find(id) !== NONE || this.pending.orders.find(id) !== NONE
    );
  }

  /** What a kept id was (see CLOSED_ID_PURPOSE). */
  purposeOf(slot: number): number {
    return this.#orders.purposeOf(slot);
  }

  isOpen(slot: number): boolean {
    return this.#orders.isOpen(slot);
  }

  /** The account of an order. */
  ownerOf(slot: number): number {
    return this.#orders.accountOf(slot);
  }

  isOwnedBy(slot: number, userId: string): boolean {
    return this.isAccountOf(this.#orders.accountOf(slot), userId);
  }

  isAccountOf(account: number, userId: string): boolean {
    return this.#accounts.isOf(account, userId);
  }

  /** Counts the orders in the order in which they were opened. */
  orderNumber(slot: number): number {
    return this.#orders.numberOf(slot);
  }

  /** Reads an open order. The ids need not be printed again where they are at hand. */
  readOrder(slot: number, orderId?: string, userId?: string): Order {
    const { asset } = this.#marketOfOrder(slot).instrument;
    const owner = userId ?? this.#accounts.userIdOf(this.#orders.accountOf(slot));
    return this.#orders.read(slot, orderId ?? this.#orders.idOf(slot), owner, asset);
  }

  setInstrument(instrument: Instrument): void {
    let market = this.#marketsByAsset.get(instrument.asset);
    if (market === undefined) {
      market = new Market(this.#markets.length, instrument, this.#orders, this.pending.orders, this.#trails.notes);
      this.#markets.push(market);
      this.#marketsByAsset.set(instrument.asset, market);
    }
    market.instrument = instrument;
    this.#changedInstruments.add(market);
  }

  setQuote(market: Market, bid: number, ask: number, time: number): void {
    assert(bid > 0 && ask >= bid, 'a quote is positive and not crossed');
    market.setQuote(bid, ask, time);
    this.#changedQuotes.add(market);
  }

  /** Holds a tick, or none any more. */
  hold(market: Market, held: HeldTick | undefined): void {
    market.held = held;
    this.#changedHolds.add(market);
  }

  openAccount(userId: string, deposit: Money): number {
    assert(deposit >= 0n, 'a deposit is not negative');
    this.#deposits += deposit;
    const account = this.#insertAccount({ userId, balance: deposit, ...NO_SETTINGS });
    this.#changes.account(account);
    return account;
  }

  /**
   * Takes the order's margin from its owner's balance and puts the order into the books.
   *
   * @param fee what the house takes for it besides.
   * @returns the owner's new balance.
   */
  openOrder(order: NewOrder, account: number, fee: Money): Money {
    const balance = this.#accounts.balance(account) - order.margin - fee;
    assert(balance >= 0n && fee >= 0n, 'an order is covered by its account');
    this.#closedIds.free(order.orderId);
    this.#houseResult += fee;
    const number = this.#nextOrderNumber;
    const slot = this.#insertOrder(order, number, account, number);
    if (order.trailingDistance !== undefined)
      this.#trails.begin(slot, order.side, this.marketOf(order.asset), order.trailingDistance, number);
    this.#nextOrderNumber += 1;
    this.#changes.order(slot);
    this.#setBalance(account, balance);
    return balance;
  }

  /**
   * Takes the order out of the books and pays its owner. The house gains the margin less the payout, or loses it.
   *
   * @returns the owner's new balance.
   */
  closeOrder({ slot, side, margin, trailingDistance }: Order, payout: Money, now: number): Money {
    assert(payout >= 0n, 'a client never owes more than the margin');
    const market = this.#marketOfOrder(slot);
    const account = this.#orders.accountOf(slot);
    market.remove(slot, side);
    if (trailingDistance !== undefined) market.trailingOf(side).remove(slot);
    this.#accounts.removeOrder(account, slot);
    this.#hash.removeOrder(slot);
    this.#openOrders -= 1;
    this.#orders.markClosed(slot, now);
    this.#closedIds.keep(slot);
    this.#changes.closed(slot);
    this.#houseResult += margin - payout;
    return this.#changeBalance(account, payout);
  }

  /**
   * Leaves a part of an order open, and pays its owner for the other.
   *
   * @returns the owner's new balance.
   */
  reduceOrder(order: Order, rest: Rest, payout: Money): Money {
    const { slot, side } = order;
    const released = order.margin - rest.margin;
    assert(payout >= 0n && released >= 0n, 'a part of an order pays out what it has, or less');
    const market = this.#marketOfOrder(slot);
    const account = this.#orders.accountOf(slot);
    market.remove(slot, side);
    this.#hash.removeOrder(slot);
    this.#accounts.release(account, released);
    this.#orders.reduceTo(slot, rest);
    this.#hash.addOrder(slot, market.assetHash);
    market.add(slot, { ...order, ...rest });
    this.#changes.order(slot);
    this.#houseResult += released - payout;
    return this.#changeBalance(account, payout);
  }

  /**
   * Pays money in or, where the amount is negative, out.
   *
   * @returns the owner's new balance.
   */
  transfer(transferId: string, account: number, amount: Money, now: number): Money {
    this.#keepTransferId(transferId, account, now);
    this.#deposits += amount;
    return this.#changeBalance(account, amount);
  }

  /**
   * Puts money aside.
   *
   * @returns the owner's new balance.
   */
  putOnHold(transferId: string, account: number, amount: Money): Money {
    assert(amount <= this.#accounts.balance(account), 'what is put on hold is there');
    this.#closedIds.free(transferId);
    const userId = this.#accounts.userIdOf(account);
    const slot = this.#insertHold({ number: this.#nextOrderNumber, transferId, userId, amount }, account);
    this.#nextOrderNumber += 1;
    this.#changes.hold(slot);
    return this.#changeBalance(account, -amount);
  }

  /**
   * Pays out what is on hold, or gives it back.
   *
   * @returns the owner's new balance.
   */
  settleHold(slot: number, outcome: 'paid' | 'released', now: number): Money {
    const { amount, account } = this.holdAt(slot);
    const transferId = this.#holds.idOf(slot);
    this.#changes.settled(slot);
    this.#hash.removeHold(slot);
    this.#accounts.removeHold(account, amount);
    this.#holds.remove(slot);
    this.#keepTransferId(transferId, account, now);
    if (outcome === 'paid') this.#deposits -= amount;
    return this.#changeBalance(account, outcome === 'paid' ? 0n : amount);
  }

  /** @param isNewTrail whether its stop trails anew from now on. */
  setLevels(order: Order, levels: Levels, isNewTrail: boolean): void {
    const { slot, side } = order;
    const market = this.#marketOfOrder(slot);
    const isOldTrail = order.trailingDistance !== undefined && levels.trailingDistance !== undefined && !isNewTrail;
    assert(levels.trailingDistance === order.trailingDistance || !isOldTrail, 'a new distance begins anew');
    market.remove(slot, side);
    this.#hash.removeOrder(slot);
    if (order.trailingDistance !== undefined && !isOldTrail) this.#trails.end(slot, side, market);
    this.#orders.setLevels(slot, levels);
    if (levels.trailingDistance !== undefined && !isOldTrail) {
      this.#trails.begin(slot, side, market, levels.trailingDistance, this.#nextOrderNumber);
      this.#nextOrderNumber += 1;
    }
    this.#hash.addOrder(slot, market.assetHash);
    market.add(slot, { ...order, ...levels });
    this.#changes.order(slot);
  }

  /** Where the stop of an order stands that trails. */
  trailingStopOf({ slot, side }: Order): number {
    return this.#marketOfOrder(slot).trailingOf(side).stopOf(slot);
  }

  /** Keeps an id that no order has, as if its order had just been closed. */
  voidOrder(orderId: string, account: number, now: number): void {
    this.#closedIds.keepUnopened(orderId, account, now, CLOSED_ID_PURPOSE.order);
  }

  #keepTransferId(transferId: string, account: number, now: number): void {
    this.#closedIds.keepUnopened(transferId, account, now, CLOSED_ID_PURPOSE.transfer);
  }

  /** Forgets the ids of orders that were closed more than ten minutes ago. */
  expireClosedIds(now: number): void {
    this.#closedIds.expire(now, this.#rulesVersion);
  }

  /** Puts an order into the books that waits for its price. */
  placeOrder(order: NewPending, account: number): void {
    assert(order.quantity > 0 && order.price > 0, 'a pending order is for something, at a price');
    this.#closedIds.free(order.orderId);
    this.pending.place(order, this.#nextOrderNumber, account, this.marketOf(order.asset));
    this.#nextOrderNumber += 1;
  }

  changePending(order: Pending, change: PendingChange): void {
    this.pending.change(order.slot, change, this.marketOf(order.asset));
  }

  /** Takes a pending order out of the books. Its id is free from then on: whoever ends it uses the id, or keeps it. */
  endPending({ slot, asset }: Pending): void {
    this.pending.remove(slot, this.marketOf(asset));
  }

  /** Takes a pending order out of the books, and keeps its id. */
  cancelPending(order: Pending, now: number): void {
    const account = this.pending.orders.accountOf(order.slot);
    this.endPending(order);
    this.#closedIds.keepUnopened(order.orderId, account, now, CLOSED_ID_PURPOSE.cancelled);
  }

  readPending(slot: number, orderId?: string, userId?: string): Pending {
    const { orders } = this.pending;
    const market = this.#markets[orders.marketOf(slot)];
    assert(market !== undefined, 'the market of a pending order exists');
    const owner = userId ?? this.#accounts.userIdOf(orders.accountOf(slot));
    return orders.read(slot, orderId ?? orders.idOf(slot), owner, market.instrument.asset);
  }

  /** 16 hexadecimal digits that two states share exactly when they are the same (as far as a hash can tell). */
  hash(): string {
    const markets = this.#markets.map(marketHashText).sort();
    const { houseResult, deposits, nextOrderNumber, rulesVersion } = this.#totals();
    // The first rules are left out, so that older versions, which know no others, have the same hash.
    const rules = rulesVersion === FIRST_RULES ? [] : [`rules ${rulesVersion}`];
    const group = this.#group.hashTexts();
    const figures = [this.#hash, houseResult, deposits, nextOrderNumber];
    return digest([...figures, ...rules, ...markets, ...group, ...this.#trails.hashTexts(this.#markets)].join('|'));
  }

  /** What changed since the last call. */
  takeChanges(): Changes {
    this.assertConservation();
    return this.#takeChanges();
  }

  #takeChanges(): Changes {
    const [instruments, quotes] = [[...this.#changedInstruments], [...this.#changedQuotes]];
    const holds = [...this.#changedHolds];
    const { forgottenUntil } = this.#closedIds;
    const hasForgotten = forgottenUntil > this.#forgottenBefore;
    this.#forgottenBefore = forgottenUntil;
    this.#changedInstruments = new Set();
    this.#changedQuotes = new Set();
    this.#changedHolds = new Set();
    return {
      totals: this.#totals(),
      stateHash: this.hash(),
      instruments: instruments.map(({ instrument }) => instrument),
      quotes: quotes.map(quoteRecord),
      groups: this.#group.takeChanges(),
      trailing: this.#trails.takeChanges(),
      held: holds.map(({ instrument, held }) => ({ asset: instrument.asset, held })),
      forgottenUntil: hasForgotten ? forgottenUntil : Number.NEGATIVE_INFINITY,
      markets: this.#markets.map(({ instrument }) => instrument),
      pages: this.#changes.take(),
    };
  }

  /** No money comes or goes: what stands in accounts and orders, and what the house won, is what was paid in. */
  assertConservation(): void {
    assert(
      this.#hash.money + this.#houseResult === this.#deposits,
      'balances, margins, holds and the result of the house add up to what was paid in less what was paid out',
    );
  }

  /**
   * Balances + margins of open orders + holds + the house's result - what was paid in less what was paid out. It looks at
   * everything: for tests.
   */
  imbalance(): Money {
    let sum = this.#houseResult - this.#deposits;
    const committed = new Map<number, Money>();
    const commit = (account: number, amount: Money) => committed.set(account, (committed.get(account) ?? 0n) + amount);
    for (const slot of this.#holds.slots()) commit(this.#holds.accountOf(slot), this.#holds.amount(slot));
    for (const account of this.#accounts.slots()) {
      for (const slot of this.#accounts.ordersOf(account)) commit(account, this.#orders.margin(slot));
      const amount = committed.get(account) ?? 0n;
      assert(amount === this.#accounts.committed(account), 'an account has committed its margins and its holds');
      sum += this.#accounts.balance(account) + amount;
    }
    return sum;
  }

  /** Begins with what a snapshot says of the whole; its records follow. None of it counts as changed. */
  restoreHead({ totals, instruments, quotes, heldTicks, groups }: SnapshotHead): void {
    for (const instrument of instruments) this.setInstrument(instrument);
    for (const { asset, bid, ask, time } of quotes) this.setQuote(this.marketOf(asset), bid, ask, time);
    for (const { asset, ...held } of heldTicks) this.hold(this.marketOf(asset), held);
    for (const group of groups) this.#group.restore(group);
    this.#houseResult = totals.houseResult;
    this.#deposits = totals.deposits;
    this.#nextOrderNumber = totals.nextOrderNumber;
    this.setRules(totals.rulesVersion);
    this.#takeChanges();
  }

  restoreAccount(record: AccountRecord): void {
    this.#insertAccount(record);
  }

  /** Takes an account's orders in the order in which they were opened. */
  restoreOrder(record: OrderRecord): void {
    const liquidationPrice = liquidationPriceOf(record, this.marketOf(record.asset).instrument);
    const order = { ...record, stopKind: record.stopKind as StopKind, liquidationPrice };
    const slot = this.#insertOrder(order, record.number, this.#ownerOf(record.userId), record.trailingSince);
    this.#trails.add(slot, record);
  }

  /** Lets all orders trail that were restored. */
  restoreTrailing(groups: readonly TrailingRecord[]): void {
    this.#trails.restore(this.#markets, groups);
  }

  restoreHold(record: HoldRecord): void {
    this.#insertHold(record, this.#ownerOf(record.userId));
  }

  /** Takes an account's pending orders in the order in which they were placed. */
  restorePending(record: PendingRecord): void {
    this.pending.add(record as NewPending, record.number, this.#ownerOf(record.userId), this.marketOf(record.asset));
  }

  /** Takes the ids in the order of closing. */
  restoreClosedId(record: ClosedIdRecord): void {
    this.#closedIds.keep(this.#orders.addClosed(record, this.#ownerOf(record.userId)));
  }

  #totals(): Totals {
    return {
      houseResult: this.#houseResult,
      deposits: this.#deposits,
      nextOrderNumber: this.#nextOrderNumber,
      rulesVersion: this.#rulesVersion,
    };
  }

  #marketOfOrder(slot: number): Market {
    const market = this.#markets[this.#orders.marketOf(slot)];
    assert(market !== undefined, 'the market of an order exists');
    return market;
  }

  #ownerOf(userId: string): number {
    const account = this.#accounts.find(userId);
    assert(account !== NONE, `the account ${userId} of a record exists`);
    return account;
  }

  #insertAccount(record: AccountRecord): number {
    const account = this.#accounts.add(record);
    this.#hash.addAccount(account);
    return account;
  }

  #changeBalance(account: number, by: Money): Money {
    const balance = this.#accounts.balance(account) + by;
    this.#setBalance(account, balance);
    return balance;
  }

  #setBalance(account: number, balance: Money): void {
    this.#hash.removeAccount(account);
    this.#accounts.setBalance(account, balance);
    this.#hash.addAccount(account);
    this.#changes.account(account);
    this.figures.forget(account);
  }

  #insertOrder(order: NewOrder, number: number, account: number, trailingSince: number): number {
    const market = this.marketOf(order.asset);
    const slot = this.#orders.addOpen(order, number, account, market.number);
    if (order.trailingDistance !== undefined) this.#orders.setTrailingSince(slot, trailingSince);
    this.#accounts.addOrder(account, slot);
    market.add(slot, order);
    this.#hash.addOrder(slot, market.assetHash);
    this.#openOrders += 1;
    return slot;
  }

  #insertHold(hold: HoldRecord, account: number): number {
    const slot = this.#holds.add(hold, account);
    this.#accounts.addHold(account, hold.amount);
    this.#hash.addHold(slot);
    return slot;
  }
}
