import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import { lockOfOrder } from './locks.ts';
import type { State } from './state.ts';

/** Stops where the state contradicts itself. It looks at everything. */
export function assertSound(state: State): void {
  for (const asset of state.assets.list) asset.assertConserved();
  assertLocks(state);
  assertBooks(state);
}

/** What is locked is what the open orders lock. */
function assertLocks({ orders, seats, balances, markets }: State): void {
  const locked = new Map<number, number>();
  for (const order of orders.records.slots()) {
    const seat = orders.seat(order);
    const balance = orders.isBuy(order) ? seats.quoteBalance(seat) : seats.baseBalance(seat);
    const lock = lockOfOrder(markets.at(orders.market(order)), orders, order, orders.left(order));
    locked.set(balance, (locked.get(balance) ?? 0) + lock);
  }
  for (const balance of balances.records.slots())
    assert(balances.locked(balance) === (locked.get(balance) ?? 0), 'what is locked is what the open orders lock');
}

/** The levels are in order, never crossed, and have what their orders have left. */
function assertBooks({ markets, levels, orders }: State): void {
  let [levelCount, orderCount] = [0, 0];
  for (const { bids, asks } of markets.list) {
    assert(bids.best === NONE || asks.best === NONE || bids.bestPrice < asks.bestPrice, 'a book is not crossed');
    for (const side of [bids, asks]) {
      for (let level = side.best; level !== NONE; level = side.behind(level)) {
        levelCount += 1;
        let left = 0;
        for (let order = levels.first(level); order !== NONE; order = orders.next(order)) {
          orderCount += 1;
          left += orders.left(order);
          assert(orders.price(order) === levels.price(level) && orders.left(order) > 0, 'an order is at its level');
        }
        assert(left === levels.quantity(level) && left > 0, 'a level has what its orders have left');
      }
    }
  }
  assert(levelCount === levels.records.count && orderCount === orders.records.count, 'every order is in a book');
}
