import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { ResetAccount } from '../../messages/commands.ts';
import type { Event, Transferred } from '../../messages/events.ts';
import { isRefusal, type Refusal, refuse, UNKNOWN_ACCOUNT } from '../../messages/rejection.ts';
import type { Money } from '../../numbers/money.ts';
import { isStale, staleMessage } from '../../prices/stale.ts';
import type { State } from '../../state/state.ts';
import { closePosition } from '../closing/close-position.ts';
import { modeRefusal } from '../mode.ts';
import { cancelEach } from '../pending/cancel-orders.ts';
import { checkTransferId, parseAmount } from '../transfers/checks.ts';
import { rightsRefusal } from './rights.ts';

/** Closes all positions of an account, oldest first, cancels what waits, and then pays in or out what brings its cash to the deposit. */
export function resetAccount(state: State, command: ResetAccount, now: number): readonly Event[] | Refusal {
  const account = state.findAccount(command.userId);
  if (account === NONE) return UNKNOWN_ACCOUNT;
  const deposit = checkReset(state, account, command, now);
  if (isRefusal(deposit)) return deposit;
  const closings = state.ordersOf(account).map((slot) => {
    const order = state.readOrder(slot, undefined, command.userId);
    return closePosition(state, order, state.marketOf(order.asset), now, { reason: 'manual' });
  });
  const cancellations = cancelEach(state, account, now);
  assert(state.orderCount(account) === 0, 'an account that is reset has no position left');
  assert(state.pending.countOf(account) === 0, 'nor has it an order that waits');
  return [...closings, ...cancellations, bringTo(state, account, command, deposit, now)];
}

/** @returns the deposit, or why nothing is done: each position has to be closed, and nothing may be on hold. */
function checkReset(state: State, account: number, command: ResetAccount, now: number): Money | Refusal {
  const taken = checkTransferId(state, command.transferId, now);
  if (taken !== undefined) return taken;
  const restricted = rightsRefusal(state, account, 'closing', now, command.actor);
  if (restricted !== undefined)
    return naming(state.ordersOf(account).map((slot) => assetOf(state, slot))[0], restricted);
  if (state.holdCount(account) > 0)
    return refuse('account_in_use', 'Take the withdrawals back first: there is money on hold.');
  const assets = new Set(state.ordersOf(account).map((slot) => assetOf(state, slot)));
  for (const asset of assets) {
    const closed = modeRefusal(state.marketOf(asset).instrument, 'closing');
    if (closed !== undefined) return naming(asset, closed);
  }
  const deposit = parseAmount(command.deposit, false);
  if (isRefusal(deposit)) return deposit;
  for (const asset of assets) {
    const market = state.marketOf(asset);
    assert(market.quote !== undefined, 'an instrument with open orders has a quote');
    if (isStale(market, market.quote, now))
      return naming(asset, refuse('stale_price', staleMessage(market, market.quote, now)));
  }
  return deposit;
}

function assetOf(state: State, slot: number): string {
  return state.positionOf(slot).market.instrument.asset;
}

/** Says which position could not be closed. */
function naming(asset: string | undefined, { code, message }: Refusal): Refusal {
  return asset === undefined ? refuse(code, message) : refuse(code, `${asset}: ${message}`);
}

const NOTE = 'The account was reset.';

function bringTo(state: State, account: number, command: ResetAccount, deposit: Money, now: number): Transferred {
  const { requestId, transferId, userId } = command;
  const amount = deposit - state.cash(account);
  const balance = state.transfer(transferId, account, amount, now);
  const cash = state.cash(account);
  assert(cash === deposit && balance === deposit, 'an account that is reset has its deposit, and all of it is free');
  return { type: 'transferred', requestId, transferId, userId, kind: 'adjustment', amount, cash, balance, note: NOTE };
}
