import { assert } from '@fulcrum/log';
import type { HashKey } from '@fulcrum/memory';
import { Core, PUBLIC_KEY } from '../core.ts';
import { State } from '../state/state.ts';
import type { AccountRecord, AssetRecord, BalanceRecord, MarketRecord, OrderRecord, Totals } from './records.ts';

/**
 * A core on its way out of a snapshot. Its records are given one by one, because there may be millions of them: first the
 * assets and the markets by their numbers, then the accounts by theirs, the balances, and the orders by their numbers.
 */
export class Restoration {
  readonly #state: State;
  readonly #totals: Totals;

  constructor(totals: Totals, key: HashKey = PUBLIC_KEY) {
    this.#state = new State(key);
    this.#totals = totals;
  }

  asset(record: AssetRecord): void {
    const asset = this.#state.addAsset(record.asset, record.decimals);
    assert(asset.number === record.number, 'assets are restored by their numbers');
    asset.restore(record.deposited, record.fees);
  }

  market(record: MarketRecord): void {
    const { settings } = record;
    const base = this.#state.assets.find(settings.base);
    const quote = this.#state.assets.find(settings.quote);
    assert(base !== undefined && quote !== undefined, 'a market is restored after its assets');
    const market = this.#state.addMarket(settings, base, quote);
    assert(market.number === record.number, 'markets are restored by their numbers');
    market.restore(record);
  }

  account(record: AccountRecord): void {
    const account = this.#state.addAccount(record.userId);
    assert(this.#state.accounts.number(account) === record.number, 'accounts are restored by their numbers');
  }

  balance(record: BalanceRecord): void {
    this.#state.restoreBalance(record);
  }

  order(record: OrderRecord): void {
    assert(record.number >= this.#state.nextOrderNumber, 'orders are restored by their numbers');
    this.#state.nextOrderNumber = record.number + 1;
    this.#state.restoreOrder(record);
  }

  /**
   * The core, once everything has been given. Its hash says whether the snapshot is as it was written, and `assertSound`
   * whether it contradicts itself.
   */
  finish(): Core {
    const { nextOrderNumber } = this.#totals;
    assert(nextOrderNumber >= this.#state.nextOrderNumber, 'the next order has a number of its own');
    this.#state.nextOrderNumber = nextOrderNumber;
    this.#state.bookChanges.take();
    this.#state.takeChanges();
    return new Core(this.#state);
  }
}
