import { hasReachedStop, type Money, type Side } from '@fulcrum/cfd';
import { isReachable } from './liquidation.ts';

/** What a trader is told of such a stop-loss. */
export const STOP_BEHIND = 'Behind the liquidation price: the position is liquidated before this stop-loss is reached.';

/** Whether the price meets the margin call before a stop-loss, or together with it, which comes to the same. */
export function isStopBehind(side: Side, stopLoss: number, liquidationPrice: number): boolean {
  return isReachable(liquidationPrice) && hasReachedStop(side, stopLoss, liquidationPrice);
}

/** What a result comes to for the client: nobody loses more than the margin. */
export function borneByClient(result: Money, margin: Money): Money {
  return result < -margin ? -margin : result;
}
