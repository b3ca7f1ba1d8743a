import type { Command } from '@fulcrum/cfd';
import { createAccount, createOrder, setInstrument } from '../core/workload.ts';

const USERS = 100;

/** One command of a client, and the event that must answer it. */
export interface Step {
  readonly command: Command;
  readonly expected: 'instrument-set' | 'account-created' | 'created' | 'closed';
}

/** Clients that each open an order, close it once it is open, and begin again. */
export class Orders {
  readonly #users = Array.from({ length: USERS }, () => crypto.randomUUID());
  #opened = 0;

  /** The commands before the first order, apart from a price. */
  preparation(): Step[] {
    const accounts = this.#users.map(
      (userId) => ({ command: createAccount(userId), expected: 'account-created' }) as const,
    );
    return [{ command: setInstrument, expected: 'instrument-set' }, ...accounts];
  }

  open(): Step {
    this.#opened += 1;
    return { command: createOrder(this.#opened, this.#users), expected: 'created' };
  }

  /** The next step of the same client. */
  after({ command }: Step): Step {
    if (command.type !== 'create-order') return this.open();
    const { orderId, userId } = command;
    return { command: { type: 'close-order', requestId: orderId, orderId, userId }, expected: 'closed' };
  }
}
