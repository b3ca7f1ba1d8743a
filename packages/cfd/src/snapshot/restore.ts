import { assert } from '@fulcrum/log';
import type { HashKey } from '@fulcrum/memory';
import { Core, PUBLIC_KEY } from '../core.ts';
import type { AccountRecord } from '../state/accounts.ts';
import type { HoldRecord } from '../state/hold-fields.ts';
import type { ClosedIdRecord, OrderRecord } from '../state/order.ts';
import type { PendingRecord } from '../state/pending/pending-fields.ts';
import { State } from '../state/state.ts';
import type { TrailingRecord } from '../state/trailing/trailing-notes.ts';
import type { SnapshotHead } from './snapshot.ts';

/**
 * A core on its way out of a snapshot. Its records are given one by one, because there may be millions of them: first the
 * accounts, then the orders in the order in which they were opened, the pending orders in the order of placing, the holds, and the closed ids in the order of closing.
 */
export class Restoration {
  readonly #state: State;
  readonly #trailing: readonly TrailingRecord[];
  #lastNumber = -1;
  #lastPending = -1;

  constructor(head: SnapshotHead, key: HashKey = PUBLIC_KEY) {
    this.#state = new State(key);
    this.#trailing = [...head.trailing];
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

  pending(record: PendingRecord): void {
    assert(record.number > this.#lastPending, 'pending orders are restored in the order in which they were placed');
    this.#lastPending = record.number;
    this.#state.restorePending(record);
  }

  hold(record: HoldRecord): void {
    this.#state.restoreHold(record);
  }

  closedId(record: ClosedIdRecord): void {
    this.#state.restoreClosedId(record);
  }

  /**
   * The core, once everything has been given. Its hash says whether the snapshot is as it was written, and
   * `assertConservation` whether its money adds up.
   */
  finish(): Core {
    this.#state.restoreTrailing(this.#trailing);
    return new Core(this.#state);
  }
}
