import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { CloseAll } from '../../messages/commands.ts';
import type { Event } from '../../messages/events.ts';
import { type Refusal, refuse, UNKNOWN_ACCOUNT } from '../../messages/rejection.ts';
import { isStale } from '../../prices/stale.ts';
import type { Market } from '../../state/market.ts';
import type { State } from '../../state/state.ts';
import { rightsRefusal } from '../accounts/rights.ts';
import { modeRefusal } from '../mode.ts';
import { closePosition } from './close-position.ts';

/**
 * Closes the positions of a user, of one asset where it is named, oldest first. One whose market is closed, or whose quote is
 * stale, stays open.
 */
export function closeAll(state: State, command: CloseAll, now: number): readonly Event[] | Refusal {
  const { requestId, userId, asset } = command;
  if (asset !== undefined && state.market(asset) === undefined)
    return refuse('unknown_asset', 'There is no such instrument.');
  const account = state.findAccount(userId);
  if (account === NONE) return UNKNOWN_ACCOUNT;
  const restricted = rightsRefusal(state, account, 'closing', now, command.actor);
  if (restricted !== undefined) return restricted;
  const named = state
    .ordersOf(account)
    .filter((slot) => asset === undefined || state.positionOf(slot).market.instrument.asset === asset);
  const closable = named.filter((slot) => canClose(state.positionOf(slot).market, now));
  const closings: Event[] = closable.map((slot) => {
    const order = state.readOrder(slot, undefined, userId);
    return closePosition(state, order, state.marketOf(order.asset), now, { reason: 'manual' });
  });
  const left = named.length - closings.length;
  assert(left <= state.orderCount(account), 'what is left is still open');
  return [...closings, { type: 'all-closed', requestId, userId, closed: closings.length, left }];
}

function canClose(market: Market, now: number): boolean {
  assert(market.quote !== undefined, 'an instrument with open orders has a quote');
  return modeRefusal(market.instrument, 'closing') === undefined && !isStale(market, market.quote, now);
}
