import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { CreateOrder } from '../../messages/commands.ts';
import type { OrderPlaced } from '../../messages/events.ts';
import { isRefusal, type Refusal, refuse } from '../../messages/rejection.ts';
import type { Market } from '../../state/market.ts';
import { ANY_SLIPPAGE, type NewPending } from '../../state/pending/pending-fields.ts';
import type { State } from '../../state/state.ts';
import { modeRefusal } from '../mode.ts';
import { orderSize } from '../opening/opening-terms.ts';
import { checkRoom } from '../opening/room.ts';
import { wellFormed } from '../well-formed.ts';
import { pendingFields } from './pending-events.ts';
import { checkLevels, readExpiry, readLevel, readPrice } from './pending-terms.ts';

/** Places an order that waits for its price. It takes no margin. What it opens is checked when it opens. */
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
  if (quote === undefined) return refuse('no_price', 'There is no price for this instrument yet.');
  const terms = readTerms(state, command, orderType, market, now);
  if (isRefusal(terms)) return terms;
  const { orderId, userId, asset, side } = command;
  const maxSlippageBps = command.maxSlippageBps ?? ANY_SLIPPAGE;
  const order: NewPending = {
    ...{ orderId, userId, asset, side, orderType, ...size, ...terms, maxSlippageBps, placedAt: now },
    stopKind: wellFormed(command.guaranteed) === true ? 'guaranteed' : 'plain',
    effect: wellFormed(command.reduceOnly) === true ? 'reduce_only' : 'any',
  };
  state.placeOrder(order, account);
  assert(state.pending.orders.find(orderId) !== NONE, 'an order that was placed waits');
  return { type: 'placed', requestId: command.requestId, ...pendingFields(order, instrument) };
}

type Terms = Pick<NewPending, 'price' | 'expiresAt' | 'takeProfit' | 'stopLoss' | 'trailingDistance'>;

function readTerms(
  state: State,
  command: CreateOrder,
  orderType: 'limit' | 'stop',
  market: Market,
  now: number,
): Terms | Refusal {
  const { side } = command;
  const price = readPrice(command.price ?? '', { side, orderType }, market, state.maxPrice);
  if (isRefusal(price)) return price;
  const expiresAt = readExpiry(wellFormed(command.expiresAt), now);
  if (isRefusal(expiresAt)) return expiresAt;
  const source = { instrument: market.instrument, maxPrice: state.maxPrice };
  const levels = checkLevels(
    {
      ...{ side, price, isGuaranteed: command.guaranteed === true },
      takeProfit: readLevel('takeProfit', command.takeProfit, source),
      stopLoss: readLevel('stopLoss', command.stopLoss, source),
      trailingDistance: readLevel('trailingDistance', command.trailingDistance, source),
    },
    market.instrument,
  );
  return isRefusal(levels) ? levels : { price, expiresAt, ...levels };
}
