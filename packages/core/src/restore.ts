import type { AccountRecord } from './accounts.ts';
import { assert } from './assert.ts';
import type { ClosedIdRecord } from './closed-ids.ts';
import { Core, PUBLIC_KEY } from './core.ts';
import type { HashKey } from './id-hash.ts';
import type { OrderRecord } from './order.ts';
import type { SnapshotHead } from './snapshot.ts';
import { State } from './state.ts';

/**
 * A core on its way out of a snapshot. Its records are given one by one, because there may be millions of them: first the
 * accounts, then the orders in the order in which they were opened, then the closed ids in the order of closing.
 */
export class Restoration {
  readonly #state: State;
  #lastNumber = -1;

  constructor(head: SnapshotHead, key: HashKey = PUBLIC_KEY) {
    this.#state = new State(key);
    this.#state.restoreHead(head);
  }

  account(record: AccountRecord): void {
    this.#state.restoreAccount(record);
  }

  order(record: OrderRecord): void {
    assert(record.number > this.#lastNumber, 'orders are restored in the order in which they were opened');
    this.#lastNumber = record.number;
    this.#state.restoreOrder(record);
  }

  closedId(record: ClosedIdRecord): void {
    this.#state.restoreClosedId(record);
  }

  /** The core, once everything has been given. */
  finish(): Core {
    return new Core(this.#state);
  }
}
