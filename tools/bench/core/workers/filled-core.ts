import assert from 'node:assert/strict';
import { type Command, Core, type Event } from '@fulcrum/cfd';
import { createAccount, createOrder, makeTicks, makeUsers, setInstrument } from '../workload.ts';

const LOG_BEGINS_AT_MS = 1_700_000_000_000;
/** The price moves between openings, so that orders open at different prices. */
const ORDERS_PER_TICK = 50;
/** Log time advances as at three hundred thousand commands a second. */
const COMMANDS_PER_MS = 300;
/** The changes are taken out from time to time, as an engine does for its snapshots. */
const COMMANDS_PER_CUT = 50_000;

/** A core with accounts and orders, and the log's clock beside it. */
export class FilledCore {
  readonly core = Core.empty();
  readonly users: readonly string[];
  #commands = 0;

  constructor(users = makeUsers()) {
    this.users = users;
    this.apply(setInstrument);
    for (const userId of users) this.apply(createAccount(userId));
  }

  /** Applies a command at the log time that it would have. */
  apply(command: Command): readonly Event[] {
    this.#commands += 1;
    if (this.#commands % COMMANDS_PER_CUT === 0) this.core.takeChanges();
    return this.core.apply(command, LOG_BEGINS_AT_MS + Math.floor(this.#commands / COMMANDS_PER_MS));
  }

  /**
   * Opens the orders of these numbers.
   *
   * @param onOpened is told each order's number and id.
   */
  open(from: number, to: number, onOpened: (number: number, orderId: string) => void = () => {}): void {
    const ticks = makeTicks(Math.ceil((to - from) / ORDERS_PER_TICK));
    const before = this.core.openOrders;
    for (let number = from; number < to; number++) {
      const tick = (number - from) % ORDERS_PER_TICK === 0 ? ticks[(number - from) / ORDERS_PER_TICK] : undefined;
      if (tick !== undefined) assert.equal(this.apply(tick).length, 0, 'nothing triggers while the core is filled');
      const command = createOrder(number, this.users);
      const [event] = this.apply(command);
      assert.equal(event?.type, 'created', `order ${number} is opened`);
      onOpened(number, command.orderId);
    }
    assert.equal(this.core.openOrders, before + to - from, 'every order is open');
  }
}
