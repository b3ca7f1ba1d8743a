import { assert } from '@fulcrum/log';
import type { CloseOrder } from '../../messages/commands.ts';
import type { OrderClosed } from '../../messages/events.ts';
import { isRefusal, type Refusal, refuse } from '../../messages/rejection.ts';
import { isStale, staleMessage } from '../../prices/stale.ts';
import type { State } from '../../state/state.ts';
import { modeRefusal } from '../mode.ts';
import { findOwnOrder } from '../own-order.ts';
import { closePosition } from './close-position.ts';

/** Closes a position at the current quote because its owner asked for it. */
export function closeOrder(state: State, command: CloseOrder, now: number): OrderClosed | Refusal {
  const order = findOwnOrder(state, command, now, 'closing');
  if (isRefusal(order)) return order;
  const market = state.marketOf(order.asset);
  const { instrument, quote } = market;
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  const closed = modeRefusal(instrument, 'closing');
  if (closed !== undefined) return closed;
  if (isStale(market, quote, now)) return refuse('stale_price', staleMessage(market, quote, now));
  return closePosition(state, order, market, now, 'manual', command.requestId);
}
