import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { CreateOrder } from '../../messages/commands.ts';
import type { OrderPlaced } from '../../messages/events.ts';
import { isRefusal, type Refusal } from '../../messages/rejection.ts';
import type { Market } from '../../state/market.ts';
import { ANY_SLIPPAGE, type NewPending } from '../../state/pending/pending-fields.ts';
import type { State } from '../../state/state.ts';
import { modeRefusal } from '../mode.ts';
import { orderSize } from '../opening/opening-terms.ts';
import { checkRoom } from '../opening/room.ts';
import { wellFormed } from '../well-formed.ts';
import { placed } from './pending-events.ts';
import { readTerms } from './placing-terms.ts';

/**
 * Places an order that waits for its price. It takes no margin. What it opens is checked when it opens. Its record is written out:
 * spread together, it would cost twice as much.
 */
export function placeOrder(
  state: State,
  command: CreateOrder,
  orderType: 'limit' | 'stop',
  market: Market,
  account: number,
  now: number,
): OrderPlaced | Refusal {
  const { instrument, quote } = market;
  const closed = modeRefusal(instrument, 'opening');
  if (closed !== undefined) return closed;
  const size = orderSize(command, instrument);
  if (isRefusal(size)) return size;
  const full = checkRoom(state, account);
  if (full !== undefined) return full;
  const terms = readTerms(command, orderType, { instrument, quote, now, maxPrice: state.maxPrice });
  if (isRefusal(terms)) return terms;
  const { orderId, userId, asset, side } = command;
  const maxSlippageBps = command.maxSlippageBps ?? ANY_SLIPPAGE;
  const order: NewPending = {
    orderId,
    userId,
    asset,
    side,
    orderType,
    quantity: size.quantity,
    leverage: size.leverage,
    price: terms.price,
    takeProfit: terms.takeProfit,
    stopLoss: terms.stopLoss,
    trailingDistance: terms.trailingDistance,
    expiresAt: terms.expiresAt,
    maxSlippageBps,
    placedAt: now,
    stopKind: wellFormed(command.guaranteed) === true ? 'guaranteed' : 'plain',
    effect: wellFormed(command.reduceOnly) === true ? 'reduce_only' : 'any',
  };
  state.placeOrder(order, account);
  assert(state.pending.orders.find(orderId) !== NONE, 'an order that was placed waits');
  return placed(order, instrument, command.requestId);
}
