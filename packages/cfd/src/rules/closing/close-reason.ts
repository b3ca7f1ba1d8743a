import { assert } from '@fulcrum/log';
import type { CloseReason } from '../../messages/events.ts';
import { hasReachedStop, hasReachedTarget } from '../../prices/quote.ts';
import type { Order } from '../../state/order.ts';

type Levels = Pick<Order, 'side' | 'takeProfit' | 'stopLoss' | 'liquidationPrice'>;

/**
 * Why a price closes a triggered order. Liquidation, the margin call, comes first, whatever else holds: it holds from the
 * liquidation price on.
 */
export function closeReason({ side, takeProfit, stopLoss, liquidationPrice }: Levels, price: number): CloseReason {
  if (hasReachedStop(side, price, liquidationPrice)) return 'liquidation';
  if (takeProfit !== undefined && hasReachedTarget(side, price, takeProfit)) return 'take_profit';
  assert(
    stopLoss !== undefined && hasReachedStop(side, price, stopLoss),
    'a triggered order has reached one of its prices',
  );
  return 'stop_loss';
}
