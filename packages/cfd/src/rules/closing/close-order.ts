import { assert, parseDecimal } from '@fulcrum/log';
import type { CloseOrder } from '../../messages/commands.ts';
import type { OrderClosed } from '../../messages/events.ts';
import type { Instrument } from '../../messages/instrument.ts';
import { isRefusal, type Refusal, refuse } from '../../messages/rejection.ts';
import { isStale, staleMessage } from '../../prices/stale.ts';
import type { Order } from '../../state/order.ts';
import type { State } from '../../state/state.ts';
import { modeRefusal } from '../mode.ts';
import { findOwnOrder } from '../own-order.ts';
import { closePosition } from './close-position.ts';

/** Closes a position, or a part of it, at the current quote because its owner asked for it. */
export function closeOrder(state: State, command: CloseOrder, now: number): OrderClosed | Refusal {
  if ((command.quantity === undefined) !== (command.openQuantity === undefined))
    return refuse('invalid_command', 'A part is closed with both its quantity and the openQuantity.');
  const order = findOwnOrder(state, command, now, 'closing');
  if (isRefusal(order)) return order;
  const market = state.marketOf(order.asset);
  const { instrument, quote } = market;
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  const closed = modeRefusal(instrument, 'closing');
  if (closed !== undefined) return closed;
  const quantity = partOf(order, command, instrument);
  if (isRefusal(quantity)) return quantity;
  if (isStale(market, quote, now)) return refuse('stale_price', staleMessage(market, quote, now));
  return closePosition(state, order, market, now, { reason: 'manual', requestId: command.requestId, quantity });
}

/** The quantity that is to be closed: undefined for all of it. */
function partOf(order: Order, command: CloseOrder, instrument: Instrument): number | undefined | Refusal {
  if (command.quantity === undefined || command.openQuantity === undefined) return undefined;
  const [quantity, open] = [command.quantity, command.openQuantity].map((text) =>
    parseDecimal(text, instrument.quantityDecimals),
  );
  if (open !== order.quantity) return refuse('invalid_quantity', 'openQuantity is not what is open.');
  if (quantity === undefined || quantity <= 0 || quantity > open)
    return refuse('invalid_quantity', 'quantity must be above zero, and at most what is open.');
  if (isTooSmall(open - quantity, instrument))
    return refuse('invalid_quantity', 'What stays open must be nothing, or the least quantity or more.');
  return quantity;
}

/** Whether a quantity is neither nothing nor one that may be traded. */
export function isTooSmall(quantity: number, { minQuantity }: Instrument): boolean {
  return quantity !== 0 && quantity < minQuantity;
}
