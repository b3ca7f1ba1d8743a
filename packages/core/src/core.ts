import { applyTick, closeOrder } from './close-order.ts';
import type { Command, CreateAccount, GetAccount, GetOrder, InvalidCommand, SetInstrument } from './commands.ts';
import { parseDecimal } from './decimal.ts';
import type { Event } from './events.ts';
import { type Instrument, parseInstrument } from './instrument.ts';
import { MONEY_DECIMALS } from './money.ts';
import { openOrder } from './open-order.ts';
import { reject } from './rejection.ts';
import { accountFigures, valuedOrder, valuedOrders } from './reports.ts';
import type { Changes, Snapshot } from './snapshot.ts';
import { State } from './state.ts';
import { updateOrder } from './update-order.ts';

/**
 * The trading core: a pure function from the log's commands to events. It sees no clock but the log's and no input
 * but its commands, so that the same log always gives the same events and the same state.
 */
export class Core {
  readonly #state: State;

  private constructor(state: State) {
    this.#state = state;
  }

  static empty(): Core {
    return new Core(new State());
  }

  static restore(snapshot: Snapshot): Core {
    return new Core(State.restore(snapshot));
  }

  /**
   * Applies one command of the log.
   *
   * @param now the milliseconds in the id of the command's entry: log time, which never goes back.
   * @returns what happened, in order. Nothing that a command says makes this throw; only a broken invariant does.
   */
  apply(command: Command, now: number): Event[] {
    const state = this.#state;
    state.expireClosedIds(now);
    switch (command.type) {
      case 'price-update':
        return applyTick(state, command, now);
      case 'create-order':
        return [openOrder(state, command, now)];
      case 'close-order':
        return [closeOrder(state, command, now)];
      case 'update-order':
        return [updateOrder(state, command)];
      case 'get-account':
        return [reportAccount(state, command)];
      case 'get-order':
        return [reportOrder(state, command)];
      case 'create-account':
        return [createAccount(state, command)];
      case 'set-instrument':
        return setInstrument(state, command);
      case 'invalid':
        return refuseInvalid(command);
    }
  }

  instrument(asset: string): Instrument | undefined {
    return this.#state.market(asset)?.instrument;
  }

  get openOrders(): number {
    return this.#state.openOrders;
  }

  stateHash(): string {
    return this.#state.hash();
  }

  /** What changed since the last call: the next snapshot's rows. */
  takeChanges(): Changes {
    return this.#state.takeChanges();
  }

  /** Zero, always: balances + margins of open orders + the house's result - deposits. It looks at everything. */
  imbalance(): bigint {
    return this.#state.imbalance();
  }
}

function refuseInvalid({ requestId, orderId, userId, message }: InvalidCommand): Event[] {
  return requestId === undefined ? [] : [reject({ requestId, orderId, userId }, 'invalid_command', message)];
}

/** The decimals of a known instrument never change: everything that is kept about it is counted in them. */
function setInstrument(state: State, command: SetInstrument): Event[] {
  const { requestId } = command;
  const instrument = parseInstrument(command);
  if (typeof instrument === 'string') return refuseInvalid({ type: 'invalid', requestId, message: instrument });
  const known = state.market(instrument.asset)?.instrument;
  if (
    known !== undefined &&
    (known.priceDecimals !== instrument.priceDecimals || known.quantityDecimals !== instrument.quantityDecimals)
  )
    return refuseInvalid({ type: 'invalid', requestId, message: "an instrument's decimals never change" });
  state.setInstrument(instrument);
  return [{ type: 'instrument-set', requestId, instrument }];
}

/** Repeating it changes nothing and answers with the balance. */
function createAccount(state: State, command: CreateAccount): Event {
  const deposit = parseDecimal(command.deposit, MONEY_DECIMALS);
  if (deposit === undefined || deposit < 0)
    return reject(command, 'invalid_command', `deposit must be an amount with at most ${MONEY_DECIMALS} decimals.`);
  const { requestId, userId } = command;
  const account = state.account(userId) ?? state.openAccount(userId, BigInt(deposit));
  return { type: 'account-created', requestId, userId, balance: account.balance };
}

function reportAccount(state: State, command: GetAccount): Event {
  const { requestId, userId } = command;
  const account = state.account(userId);
  if (account === undefined) return reject(command, 'unknown_account', 'There is no such account.');
  const orders = valuedOrders(state, account);
  return { type: 'account', requestId, userId, ...accountFigures(account.balance, orders), orders };
}

function reportOrder(state: State, command: GetOrder): Event {
  const { requestId, orderId, userId } = command;
  if (state.account(userId) === undefined) return reject(command, 'unknown_account', 'There is no such account.');
  const report = { type: 'order' as const, requestId, orderId, userId };
  const order = state.order(orderId);
  if (order?.userId === userId) return { ...report, status: 'open', order: valuedOrder(order, state.marketOf(order)) };
  const isClosed = state.closedId(orderId)?.userId === userId;
  return { ...report, status: isClosed ? 'closed' : 'unknown', order: undefined };
}
