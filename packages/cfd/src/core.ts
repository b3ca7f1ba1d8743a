import { assert } from '@fulcrum/log';
import type { HashKey } from '@fulcrum/memory';
import { NONE } from '@fulcrum/memory';
import type { Command, CreateAccount, InvalidCommand, SetInstrument } from './messages/commands.ts';
import { type EventParts, inParts, isInParts } from './messages/event-parts.ts';
import type { Event } from './messages/events.ts';
import type { Instrument } from './messages/instrument.ts';
import { underRules } from './messages/later-fields.ts';
import { reject } from './messages/rejection.ts';
import { describeFault, parseDecimal } from './numbers/decimal.ts';
import { MONEY_DECIMALS } from './numbers/money.ts';
import { release } from './prices/tick-guard.ts';
import { reportOrder, voidOrder } from './reads/look-up-order.ts';
import { answerRead, isPrivateRead, reportPublicly } from './reads/reads.ts';
import { applyTick, closeOrder } from './rules/close-order.ts';
import { parseInstrument } from './rules/instrument.ts';
import { openOrder } from './rules/open-order.ts';
import { setRules } from './rules/set-rules.ts';
import { updateOrder } from './rules/update-order.ts';
import type { Changes } from './snapshot/changes.ts';
import { State } from './state/state.ts';

/** For those who need not fear that clients choose ids that collide: tests, and replays of what has happened. */
export const PUBLIC_KEY: HashKey = [0, 0];

/**
 * The trading core: a pure function from the log's commands to events. It sees no clock but the log's and no input
 * but its commands, so that the same log always gives the same events and the same state.
 */
export class Core {
  readonly #state: State;
  /** Whether an input is being worked out in parts. */
  #isAmid = false;

  /** Goes on from a state (see restoreCore). */
  constructor(state: State) {
    this.#state = state;
  }

  /**
   * @param key makes it impossible to foresee where an id stands in the index of ids, as every hash table needs whose
   *   keys come from outside. It decides nothing else: no result and no state depends on it.
   */
  static empty(key: HashKey = PUBLIC_KEY): Core {
    return new Core(new State(key));
  }

  /**
   * Applies one command of the log.
   *
   * @param now the milliseconds in the id of the command's entry: log time, which never goes back.
   * @returns what happened, in order. Nothing that a command says makes this throw, but for rules that this code does
   *   not know; else only a broken invariant does.
   * @throws UnknownRulesError
   */
  apply(command: Command, now: number): readonly Event[] {
    const events = this.begin(command, now, Number.POSITIVE_INFINITY);
    assert(!isInParts(events), 'no part is larger than the whole');
    return events;
  }

  /**
   * The same for callers who have other things to do between the parts of a large result.
   *
   * @param partSize what has more events than this comes in parts of as many: the caller takes all of them before it does
   *   anything else with the core.
   */
  begin(command: Command, now: number, partSize: number): readonly Event[] | EventParts {
    assert(!this.#isAmid, 'one input is worked out after the other');
    const events = this.#begin(command, now, partSize);
    if (isInParts(events)) return this.#amid(events);
    return events.length > partSize ? this.#amid(inParts(events, partSize)) : events;
  }

  #amid(parts: EventParts): EventParts {
    this.#isAmid = true;
    return this.#untilDone(parts);
  }

  *#untilDone(parts: EventParts): EventParts {
    yield* parts;
    this.#isAmid = false;
  }

  #begin(given: Command, now: number, partSize: number): readonly Event[] | EventParts {
    const state = this.#state;
    state.expireClosedIds(now);
    const command = underRules(given, state.rulesVersion);
    switch (command.type) {
      case 'price-update':
        return applyTick(state, command, now, partSize);
      case 'create-order':
        return [openOrder(state, command, now)];
      case 'close-order':
        return [closeOrder(state, command, now)];
      case 'update-order':
        return [updateOrder(state, command, now)];
      case 'get-account':
        return isPrivateRead(state, command) ? NOTHING : [reportPublicly(state, command)];
      case 'get-order':
        return isPrivateRead(state, command) ? NOTHING : [reportOrder(state, command, now)];
      case 'void-order':
        return [voidOrder(state, command, now)];
      case 'create-account':
        return [createAccount(state, command)];
      case 'set-instrument':
        return setInstrument(state, command);
      case 'set-rules':
        return setRules(state, command);
      case 'invalid':
        return command.isRead && isPrivateRead(state, command) ? NOTHING : refuseInvalid(command);
    }
  }

  /**
   * The answer to a read for its asker alone, at the point of the log behind it. It changes nothing.
   *
   * @returns undefined for what is no read, and where `apply` has yielded the answer.
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

  /** What changed since the last call: the next snapshot's rows. */
  takeChanges(): Changes {
    assert(!this.#isAmid, 'a state is cut between two inputs');
    return this.#state.takeChanges();
  }

  /** Zero, always: balances + margins of open orders + the house's result - deposits. It looks at everything. */
  imbalance(): bigint {
    return this.#state.imbalance();
  }
}

const NOTHING: readonly Event[] = [];

function refuseInvalid({ requestId, orderId, userId, message }: InvalidCommand): Event[] {
  return requestId === undefined ? [] : [reject({ requestId, orderId, userId }, 'invalid_command', message)];
}

/** The decimals of a known instrument never change: everything that is kept about it is counted in them. */
function setInstrument(state: State, command: SetInstrument): Event[] {
  const { requestId } = command;
  const instrument = parseInstrument(command);
  if (typeof instrument === 'string') return refuseInvalid({ type: 'invalid', requestId, message: instrument });
  const market = state.market(instrument.asset);
  const known = market?.instrument;
  if (
    known !== undefined &&
    (known.priceDecimals !== instrument.priceDecimals || known.quantityDecimals !== instrument.quantityDecimals)
  )
    return refuseInvalid({ type: 'invalid', requestId, message: "an instrument's decimals never change" });
  // The new settings may judge it otherwise, so nothing may come of it.
  const released = market === undefined ? [] : release(state, market, 'dropped');
  state.setInstrument(instrument);
  return [{ type: 'instrument-set', requestId, instrument }, ...released];
}

/** Repeating it changes nothing and answers with the balance. */
function createAccount(state: State, command: CreateAccount): Event {
  const deposit = parseDecimal(command.deposit, MONEY_DECIMALS);
  if (deposit === undefined || deposit < 0) return reject(command, 'invalid_command', depositMessage(command.deposit));
  const { requestId, userId } = command;
  let account = state.findAccount(userId);
  if (account === NONE && !state.hasRoomForAccount)
    return reject(command, 'invalid_command', 'The engine has no room for another account.');
  if (account === NONE) account = state.openAccount(userId, BigInt(deposit));
  return { type: 'account-created', requestId, userId, balance: state.balance(account) };
}

function depositMessage(deposit: string): string {
  return deposit.startsWith('-') ? 'deposit is negative.' : `deposit ${describeFault(deposit, MONEY_DECIMALS)}.`;
}
