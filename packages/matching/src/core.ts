import { assert } from '@fulcrum/log';
import type { HashKey } from '@fulcrum/memory';
import type { Command } from './messages/commands.ts';
import type { Event, Rejected } from './messages/events.ts';
import { Refusal, refuse } from './messages/rejections.ts';
import { Reads } from './reads/reads.ts';
import { cancelOrder } from './rules/cancelling/cancel-order.ts';
import { cancelOrders } from './rules/cancelling/cancel-orders.ts';
import { createAccount } from './rules/create-account.ts';
import { placeOrder } from './rules/placing/place-order.ts';
import { setAsset } from './rules/settings/set-asset.ts';
import { setMarket } from './rules/settings/set-market.ts';
import type { Changes } from './snapshot/changes.ts';
import { assertSound } from './state/soundness.ts';
import { State } from './state/state.ts';

/** For tests and replays: nobody chooses ids there that collide. */
export const PUBLIC_KEY: HashKey = [0, 0];

/**
 * The matching core: a pure function from the log's commands to events. It sees no clock but the log's and no input but its
 * commands, so that the same log always gives the same events and the same state.
 */
export class Core {
  readonly #state: State;
  /** What can be read of the state between two commands. */
  readonly reads: Reads;

  /** Goes on from a state. */
  constructor(state: State) {
    this.#state = state;
    this.reads = new Reads(state);
  }

  /**
   * @param key hides where records stand in their tables: ids and numbers come from outside, and nobody may choose them so
   *   that they meet. No result and no state depends on it.
   */
  static empty(key: HashKey = PUBLIC_KEY): Core {
    return new Core(new State(key));
  }

  /**
   * Applies one command of the log.
   *
   * @param now the milliseconds in the id of the command's entry: log time, which never goes back.
   * @returns what happened, in order.
   */
  apply(command: Command, now: number): readonly Event[] {
    const state = this.#state;
    const events: Event[] = [];
    const refusal = carryOut(state, command, now, events);
    if (refusal !== undefined) {
      assert(events.length === 0 && state.bookChanges.isEmpty, 'a command that is refused changes nothing');
      return rejection(command, refusal);
    }
    if (!state.bookChanges.isEmpty) events.push(bookChanged(state, now));
    state.settle();
    return events;
  }

  /** A hash of the whole state, kept up as it changes. */
  stateHash(): string {
    return this.#state.hash();
  }

  /** Takes what changed since the last call: the next snapshot's rows. */
  takeChanges(): Changes {
    return this.#state.takeChanges();
  }

  /** Stops where the state contradicts itself, its money and its books. It looks at everything: for a state that was loaded. */
  assertSound(): void {
    assertSound(this.#state);
  }
}

function carryOut(state: State, command: Command, now: number, events: Event[]): Refusal | undefined {
  switch (command.type) {
    case 'place-order':
      return placeOrder(state, command, now, events);
    case 'cancel-order':
      return cancelOrder(state, command, now, events);
    case 'cancel-orders':
      return cancelOrders(state, command, now, events);
    case 'create-account':
      return pushed(events, createAccount(state, command));
    case 'set-asset':
      return pushed(events, setAsset(state, command));
    case 'set-market':
      return pushed(events, setMarket(state, command));
    case 'invalid':
      return refuse('INVALID_CLIENT_REQUEST', command.message);
  }
}

function pushed(events: Event[], outcome: Event | Refusal): Refusal | undefined {
  if (outcome instanceof Refusal) return outcome;
  events.push(outcome);
  return undefined;
}

function bookChanged(state: State, now: number): Event {
  const market = state.markets.at(state.bookChanges.market);
  market.noteUpdate();
  const ask = market.asks.bestPrice;
  assert(ask === 0 || market.bids.bestPrice < ask, 'a book is never crossed');
  return {
    type: 'book',
    market: market.settings,
    updateId: market.updateId,
    changes: state.bookChanges.take(),
    time: now,
  };
}

/** Nobody is answered who names no request. */
function rejection(command: Command, { code, message }: Refusal): Rejected[] {
  const { requestId } = command;
  if (requestId === undefined) return [];
  const userId = 'userId' in command ? command.userId : undefined;
  const market = 'market' in command ? command.market : undefined;
  return [{ type: 'rejected', requestId, code, message, userId, market }];
}
