import { assert } from '@fulcrum/log';
import type { CloseReason } from '../../messages/events.ts';
import { hasReachedStop, hasReachedTarget } from '../../prices/quote.ts';
import type { Order } from '../../state/order.ts';

type Levels = Pick<Order, 'side' | 'takeProfit' | 'stopLoss' | 'stopKind' | 'liquidationPrice'>;

/**
 * Why a price closes a triggered order. A guaranteed stop comes first, and then liquidation, the margin call, whatever else holds:
 * it holds from the liquidation price on.
 *
 * @param trailingStop of an order that trails.
 */
export function closeReason(
  { side, takeProfit, stopLoss, stopKind, liquidationPrice }: Levels,
  price: number,
  trailingStop: number | undefined,
): CloseReason {
  if (stopKind === 'guaranteed' && stopLoss !== undefined && hasReachedStop(side, price, stopLoss))
    return 'guaranteed_stop';
  if (hasReachedStop(side, price, liquidationPrice)) return 'liquidation';
  if (takeProfit !== undefined && hasReachedTarget(side, price, takeProfit)) return 'take_profit';
  if (trailingStop !== undefined && hasReachedStop(side, price, trailingStop)) return 'trailing_stop';
  assert(
    stopLoss !== undefined && hasReachedStop(side, price, stopLoss),
    'a triggered order has reached one of its prices',
  );
  return 'stop_loss';
}
