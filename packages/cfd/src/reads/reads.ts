import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import { askerOf, type Command, type GetAccount } from '../messages/commands.ts';
import type { AccountReport, Event, PendingOrderFields, Rejected } from '../messages/events.ts';
import { refuse, reject, UNKNOWN_ACCOUNT } from '../messages/rejection.ts';
import { pendingFields } from '../rules/pending/pending-events.ts';
import type { State } from '../state/state.ts';
import { reportOrder } from './look-up-order.ts';
import { pageOfOrders } from './page-of-orders.ts';
import { accountFigures, closingPrices, figuresOfAccount, valuedOrder, valuedOrders, withLedger } from './reports.ts';
import { settingsFigures } from './settings-figures.ts';

/** From this version of the rules on a read is answered to its asker alone. */
const PRIVATE_READS = 2;

/**
 * Whether the answer goes to the asker alone and is no event of the log (docs/rules.md, "Reads"). A read that names no
 * asker comes from an older version, which finds its answer in callback-stream.
 */
export function isPrivateRead(state: State, command: Command): boolean {
  return state.rulesVersion >= PRIVATE_READS && askerOf(command) !== undefined;
}

/** Answers a read, also one of the wrong shape that names its request. @returns undefined for what is no read. */
export function answerRead(state: State, command: Command, now: number): Event | undefined {
  switch (command.type) {
    case 'get-account':
      return reportPrivately(state, command, now);
    case 'get-order':
      return reportOrder(state, command, now);
    case 'invalid': {
      const { requestId, orderId, userId, message } = command;
      if (!command.isRead || requestId === undefined) return undefined;
      return reject({ requestId, orderId, userId }, refuse('invalid_command', message));
    }
    default:
      return undefined;
  }
}

/**
 * Answers a read that names no asker. It yields the account with all its orders, as older versions expect it, or with the
 * page that is asked for.
 */
export function reportPublicly(state: State, command: GetAccount, now: number): Event {
  if (command.orders !== undefined) return reportPage(state, command, now);
  const { requestId, userId } = command;
  const account = state.findAccount(userId);
  if (account === NONE) return reject(command, UNKNOWN_ACCOUNT);
  const orders = valuedOrders(state, account);
  const figures = withLedger(state, account, accountFigures(state.balance(account), orders));
  const pendingOrders = pendingReports(state, state.pending.slotsOf(account), userId);
  const settings = settingsFigures(state, account, command, now);
  return { type: 'account', requestId, userId, ...figures, orders, pendingOrders, ...settings };
}

/** The same, with the closing prices of the orders that the read names. */
function reportPrivately(state: State, command: GetAccount, now: number): Event {
  const report = reportPage(state, command, now);
  if (report.type === 'rejected' || command.prices === undefined) return report;
  return { ...report, prices: closingPrices(state, command.userId, command.prices) };
}

/** What is told of orders that wait. Where there are none they are not told. */
function pendingReports(state: State, slots: readonly number[], userId: string): PendingOrderFields[] | undefined {
  if (slots.length === 0) return undefined;
  return slots.map((slot) => {
    const order = state.readPending(slot, undefined, userId);
    return pendingFields(order, state.marketOf(order.asset).instrument);
  });
}

/** An account's figures, and a page of its orders if one is asked for. */
function reportPage(state: State, command: GetAccount, now: number): AccountReport | Rejected {
  const { requestId, userId, orders: page } = command;
  const account = state.findAccount(userId);
  if (account === NONE) return reject(command, UNKNOWN_ACCOUNT);
  const figures = figuresOfAccount(state, account);
  const settings = settingsFigures(state, account, command, now);
  const report: AccountReport = { type: 'account', requestId, userId, ...figures, ...settings };
  if (page === undefined) return report;
  assert(page !== 'malformed', 'a command that is carried out is well-formed');
  const { open, pending, next } = pageOfOrders(state, account, page.limit, page.after);
  const orders = open.map((slot) => valuedOrder(state, state.readOrder(slot, undefined, userId)));
  return { ...report, orders, pendingOrders: pendingReports(state, pending, userId), next };
}
