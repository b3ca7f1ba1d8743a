import { assert } from '@fulcrum/log';
import type { HashKey } from '@fulcrum/memory';
import type { Command, InvalidCommand } from './messages/commands.ts';
import { type EventParts, type EventSteps, gather, inParts, isInParts, isInSteps } from './messages/event-parts.ts';
import type { Event } from './messages/events.ts';
import type { Instrument } from './messages/instrument.ts';
import { underRules } from './messages/later-fields.ts';
import { isRefusal, type Refusable, type Refusal, refuse, reject } from './messages/rejection.ts';
import { reportOrder, voidOrder } from './reads/look-up-order.ts';
import { answerRead, isPrivateRead, reportPublicly } from './reads/reads.ts';
import { resetAccount } from './rules/accounts/reset-account.ts';
import { setAccount } from './rules/accounts/set-account.ts';
import { setGroup } from './rules/accounts/set-group.ts';
import { applyTick } from './rules/apply-tick.ts';
import { closeAll } from './rules/closing/close-all.ts';
import { closeOrder } from './rules/closing/close-order.ts';
import { createAccount } from './rules/create-account.ts';
import { createOrder } from './rules/opening/create-order.ts';
import { cancelAll, cancelOrder, expireOrders } from './rules/pending/cancel-orders.ts';
import { setInstrument } from './rules/set-instrument.ts';
import { setPrice } from './rules/set-price.ts';
import { setRules } from './rules/set-rules.ts';
import { hold } from './rules/transfers/hold.ts';
import { settleHold } from './rules/transfers/settle-hold.ts';
import { transfer } from './rules/transfers/transfer.ts';
import { updateOrder } from './rules/update-order.ts';
import type { Changes } from './snapshot/changes.ts';
import { State } from './state/state.ts';

/** For tests and replays: no client chooses ids there that collide. */
export const PUBLIC_KEY: HashKey = [0, 0];

/**
 * The trading core: a pure function from the log's commands to events. It sees no clock but the log's and no input
 * but its commands, so that the same log always gives the same events and the same state.
 */
export class Core {
  readonly #state: State;
  /** Whether an input is being worked out in parts. */
  #isAmid = false;

  /** Goes on from a state (see Restoration). */
  constructor(state: State) {
    this.#state = state;
  }

  /**
   * @param key hides where an id stands in the index of ids. Ids come from outside, and nobody may choose them so that
   *   they collide. No result and no state depends on the key.
   */
  static empty(key: HashKey = PUBLIC_KEY): Core {
    return new Core(new State(key));
  }

  /**
   * Applies one command of the log.
   *
   * @param now the milliseconds in the id of the command's entry: log time, which never goes back.
   * @returns what happened, in order.
   * @throws UnknownRulesError for rules that this code does not know. Nothing else that a command says makes it throw.
   */
  apply(command: Command, now: number): readonly Event[] {
    const events = this.begin(command, now, Number.POSITIVE_INFINITY);
    assert(!isInParts(events), 'no part is larger than the whole');
    return events;
  }

  /**
   * The same for callers who have other things to do between the parts of a large result.
   *
   * @param partSize a result with more events than this comes in parts of as many. The caller takes all of them before it
   *   does anything else with the core.
   */
  begin(command: Command, now: number, partSize: number): readonly Event[] | EventParts {
    assert(!this.#isAmid, 'one input is worked out after the other');
    const events = this.#begin(command, now);
    if (isInSteps(events)) return this.#gathered(events, partSize);
    return events.length > partSize ? this.#amid(inParts(events, partSize)) : events;
  }

  #gathered(steps: EventSteps, partSize: number): readonly Event[] | EventParts {
    const events = gather(steps, partSize);
    return isInParts(events) ? this.#amid(events) : events;
  }

  #amid(parts: EventParts): EventParts {
    this.#isAmid = true;
    return this.#untilDone(parts);
  }

  *#untilDone(parts: EventParts): EventParts {
    yield* parts;
    this.#isAmid = false;
  }

  #begin(given: Command, now: number): readonly Event[] | EventSteps {
    this.#state.expireClosedIds(now);
    return this.#state.pending.nextExpiry > now ? this.#carryOut(given, now) : this.#afterExpiries(given, now);
  }

  /** Orders whose time is over end before anything else, whatever the entry is. */
  *#afterExpiries(given: Command, now: number): EventSteps {
    yield* expireOrders(this.#state, now);
    yield* this.#carryOut(given, now);
  }

  #carryOut(given: Command, now: number): readonly Event[] | EventSteps {
    const state = this.#state;
    // All rules know all of a tick (see later-fields.ts), and a tick costs less than to look that up.
    if (given.type === 'price-update') return applyTick(state, given, now);
    const command = underRules(given, state.rulesVersion);
    // The commands of orders stand in front: each case before is a comparison of texts.
    switch (command.type) {
      case 'create-order':
        return eventsOf(command, createOrder(state, command, now));
      case 'close-order':
        return [answerTo(command, closeOrder(state, command, now))];
      case 'cancel-order':
        return [answerTo(command, cancelOrder(state, command, now))];
      case 'update-order':
        return [answerTo(command, updateOrder(state, command, now))];
      case 'get-account':
        return isPrivateRead(state, command) ? NOTHING : [reportPublicly(state, command, now)];
      case 'get-order':
        return isPrivateRead(state, command) ? NOTHING : [reportOrder(state, command, now)];
      case 'void-order':
        return [voidOrder(state, command, now)];
      case 'create-account':
        return [answerTo(command, createAccount(state, command))];
      case 'transfer':
        return [answerTo(command, transfer(state, command, now))];
      case 'hold':
        return [answerTo(command, hold(state, command, now))];
      case 'settle-hold':
        return [answerTo(command, settleHold(state, command, now))];
      case 'reset-account':
        return eventsOf(command, resetAccount(state, command, now));
      case 'set-account':
        return [answerTo(command, setAccount(state, command, now))];
      case 'set-group':
        return eventsOf(command, setGroup(state, command));
      case 'set-instrument':
        return eventsOf(command, setInstrument(state, command));
      case 'set-rules':
        return eventsOf(command, setRules(state, command));
      case 'set-price':
        return eventsOf(command, setPrice(state, command, now));
      case 'cancel-all':
        return eventsOf(command, cancelAll(state, command, now));
      case 'close-all':
        return eventsOf(command, closeAll(state, command, now));
      case 'invalid':
        return command.isRead && isPrivateRead(state, command)
          ? NOTHING
          : refuseIfAsked(command, refuse('invalid_command', command.message));
    }
  }

  /**
   * Answers a read to its asker alone, at the point of the log behind it. It changes nothing.
   *
   * @returns undefined for what is no read, and for a read that `apply` has answered.
   */
  answer(given: Command, now: number): Event | undefined {
    const command = underRules(given, this.#state.rulesVersion);
    return isPrivateRead(this.#state, command) ? answerRead(this.#state, command, now) : undefined;
  }

  instrument(asset: string): Instrument | undefined {
    return this.#state.market(asset)?.instrument;
  }

  /** The version of the rules that the log has come to (see rules-version.ts). */
  get rulesVersion(): number {
    return this.#state.rulesVersion;
  }

  get openOrders(): number {
    return this.#state.openOrders;
  }

  stateHash(): string {
    assert(!this.#isAmid, 'a state has a hash between two inputs');
    return this.#state.hash();
  }

  /** Takes what changed since the last call: the next snapshot's rows. */
  takeChanges(): Changes {
    assert(!this.#isAmid, 'changes are taken between two inputs');
    return this.#state.takeChanges();
  }

  /** No money comes or goes: asserted at each snapshot point, and here for a state that was restored. */
  assertConservation(): void {
    this.#state.assertConservation();
  }

  /** What accounts and orders have, and the house's result, less what was paid in: always zero. It looks at everything. */
  imbalance(): bigint {
    return this.#state.imbalance();
  }
}

const NOTHING: readonly Event[] = [];

/** A command that need not name a request. */
type Anybody = Pick<InvalidCommand, 'requestId' | 'orderId' | 'userId'>;

/** The event that answers a command. */
function answerTo(command: Refusable, outcome: Event | Refusal): Event {
  return isRefusal(outcome) ? reject(command, outcome) : outcome;
}

/** The events of a command that need not be answered. */
function eventsOf<Outcome extends readonly Event[] | EventSteps>(
  command: Anybody,
  outcome: Outcome | Refusal,
): Outcome | Event[] {
  return isRefusal(outcome) ? refuseIfAsked(command, outcome) : outcome;
}

/** Nobody is answered who names no request. */
function refuseIfAsked(command: Anybody, refusal: Refusal): Event[] {
  const { requestId, orderId, userId } = command;
  return requestId === undefined ? [] : [reject({ requestId, orderId, userId }, refusal)];
}
