import { assert } from '@fulcrum/log';
import { digest, type HashKey, NONE } from '@fulcrum/memory';
import { BookChanges } from '../book/book-changes.ts';
import type { BookSide } from '../book/book-side.ts';
import { Levels } from '../book/levels.ts';
import { WORDS } from '../messages/fields.ts';
import type { MarketSettings } from '../messages/settings.ts';
import { ChangeLog } from '../snapshot/change-log.ts';
import type { Changes } from '../snapshot/changes.ts';
import type { BalanceRecord, OrderRecord } from '../snapshot/records.ts';
import { Accounts } from './accounts.ts';
import { type Asset, Assets } from './assets.ts';
import { Balances } from './balances.ts';
import { lockOf } from './locks.ts';
import { Market } from './market.ts';
import { Markets } from './markets.ts';
import { type NewOrder, Orders } from './orders.ts';
import { RecordsHash, textToHash } from './records-hash.ts';
import { RestingOrders } from './resting-orders.ts';
import { Seats } from './seats.ts';

/** Everything that the core knows, and the only ways to change it. */
export class State {
  readonly assets = new Assets();
  readonly markets = new Markets();
  readonly accounts: Accounts;
  readonly balances: Balances;
  readonly orders: Orders;
  readonly seats: Seats;
  readonly levels: Levels;
  readonly resting: RestingOrders;
  readonly bookChanges: BookChanges;
  /** The number of the next order that is accepted. */
  nextOrderNumber = 1;
  readonly #hash: RecordsHash;
  readonly #changeLog: ChangeLog;

  /** @param key hides where records stand in their tables. No result depends on it. */
  constructor(key: HashKey) {
    this.accounts = new Accounts();
    this.balances = new Balances(this.accounts);
    this.orders = new Orders(key);
    this.seats = new Seats(this.accounts, key);
    this.levels = new Levels();
    this.resting = new RestingOrders(this.orders, this.seats, this.levels);
    this.bookChanges = new BookChanges(this.levels);
    this.#hash = new RecordsHash(this.accounts);
    this.#changeLog = new ChangeLog(this.accounts);
  }

  addAsset(name: string, decimals: number): Asset {
    return this.assets.add(name, decimals);
  }

  addMarket(settings: MarketSettings, base: Asset, quote: Asset): Market {
    const parts = { levels: this.levels, changes: this.bookChanges };
    const market = new Market(this.markets.list.length, settings, base, quote, parts);
    this.markets.add(market);
    return market;
  }

  addAccount(userId: string): number {
    const account = this.accounts.add(userId);
    this.#hash.setAccount(this.accounts.records, account);
    this.#changeLog.account(account);
    return account;
  }

  deposit(account: number, asset: Asset, amount: number): void {
    asset.deposit(amount);
    this.balances.change(this.balances.findOrAdd(account, asset.number), amount, 0);
  }

  /** The account's seat at a market. Somebody who has none yet gets one, and the two balances that belong to it. */
  seatAt(account: number, market: Market): number {
    const { seats, balances } = this;
    const seat = seats.find(account, market.number);
    if (seat !== NONE) return seat;
    const base = balances.findOrAdd(account, market.base.number);
    const quote = balances.findOrAdd(account, market.quote.number);
    return seats.add(account, market.number, base, quote);
  }

  /** Puts an order into its book. What it needs has been locked. */
  rest(order: NewOrder, seat: number, side: BookSide): void {
    assert(order.executed < order.quantity, 'an order that rests has something left');
    this.noteOrder(this.resting.add(order, seat, side));
  }

  /** An order came to rest, or was filled in part. */
  noteOrder(order: number): void {
    this.#hash.setOrder(this.orders.records, order);
    this.#changeLog.order(this.orders, order);
  }

  /** Takes an order out of its book, filled or not, and gives back what is still locked with it. */
  end(order: number): void {
    const { orders, seats, balances } = this;
    const market = this.markets.at(orders.market(order));
    const isBuy = orders.isBuy(order);
    const left = orders.left(order);
    if (left > 0) {
      const seat = orders.seat(order);
      const locked = lockOf(market, isBuy, orders.price(order), left, orders.feePpm(order));
      balances.change(isBuy ? seats.quoteBalance(seat) : seats.baseBalance(seat), locked, -locked);
    }
    this.#hash.removeOrder(orders.records, order);
    this.#changeLog.ended(orders, order);
    this.resting.remove(order, isBuy ? market.bids : market.asks);
  }

  /** Ends an input: whatever it moved of an asset is still there. */
  settle(): void {
    const { balances } = this;
    const count = balances.changedCount;
    // First who has less than before: the sum would leave the safe integers if what one paid counted twice for a while.
    if (count > 1)
      for (let at = 0; at < count; at++)
        if (balances.growth(balances.changedAt(at)) < 0) this.#countBalance(balances.changedAt(at));
    for (let at = 0; at < count; at++) this.#settleBalance(balances.changedAt(at));
    for (let at = 0; at < count; at++) this.#assetOf(balances.changedAt(at)).assertConserved();
    balances.settle();
  }

  #assetOf(balance: number): Asset {
    return this.assets.at(this.balances.asset(balance));
  }

  /** Most inputs only lock some of it, or give it back. */
  #countBalance(balance: number): void {
    const growth = this.balances.count(balance);
    if (growth === 0) return;
    const asset = this.#assetOf(balance);
    asset.held += growth;
    assert(asset.held <= asset.deposited, 'nobody has what was never paid in');
  }

  #settleBalance(balance: number): void {
    const { balances } = this;
    this.#countBalance(balance);
    this.#hash.setBalance(balances.records, balance);
    this.#changeLog.balance(balances, balance);
  }

  hash(): string {
    return digest([this.#hash, this.nextOrderNumber, textToHash(this.assets, this.markets)].join('\n'));
  }

  /** Takes what changed since the last call. */
  takeChanges(): Changes {
    const [assets, markets] = [this.assets.list, this.markets.list];
    const changes: Changes = {
      totals: { nextOrderNumber: this.nextOrderNumber },
      stateHash: this.hash(),
      assetNames: assets.map(({ asset }) => asset),
      marketNames: markets.map(({ settings }) => settings.market),
      assets: assets.filter(({ isChanged }) => isChanged).map((asset) => asset.record()),
      markets: markets.filter(({ isChanged }) => isChanged).map((market) => market.record()),
      pages: this.#changeLog.take(),
    };
    for (const changed of [...assets, ...markets]) changed.isChanged = false;
    return changes;
  }

  restoreBalance({ userId, asset: name, available, locked }: BalanceRecord): void {
    const { accounts, assets, balances } = this;
    const [account, asset] = [accounts.find(userId), assets.find(name)];
    assert(account !== NONE && asset !== undefined, 'a balance is restored after its account and its asset');
    balances.change(balances.findOrAdd(account, asset.number), available, locked);
    this.#settleBalance(balances.changedAt(0));
    balances.settle();
  }

  /** What it locks was restored with the balances. */
  restoreOrder(record: OrderRecord): void {
    const [account, market] = [this.accounts.find(record.userId), this.markets.find(record.market)];
    assert(account !== NONE && market !== undefined, 'an order is restored after its account and its market');
    const isBuy = record.side === 'buy';
    const selfTradePrevention = WORDS.selfTradePrevention[record.selfTradePrevention];
    assert(selfTradePrevention !== undefined, 'an order says what becomes of a trade with its own user');
    const order = { ...record, account, market, isBuy, isPostOnly: record.postOnly === 'yes', selfTradePrevention };
    this.rest(order, this.seatAt(account, market), isBuy ? market.bids : market.asks);
    assert(this.balances.changedCount === 0, 'an order is restored after the balances that pay for it');
  }
}
