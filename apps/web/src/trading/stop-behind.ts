import { hasReachedStop, type Money, type Side } from '@fulcrum/cfd';
import { isReachable } from './liquidation.ts';

/** The warning about such a stop-loss. */
export const STOP_BEHIND = 'Behind the liquidation price: the position is liquidated before this stop-loss is reached.';

/** Whether the price reaches the liquidation price before the stop-loss, or at the same time. */
export function isStopBehind(side: Side, stopLoss: number, liquidationPrice: number): boolean {
  return isReachable(liquidationPrice) && hasReachedStop(side, stopLoss, liquidationPrice);
}

/** The client's part of a result: nobody loses more than the margin. */
export function borneByClient(result: Money, margin: Money): Money {
  return result < -margin ? -margin : result;
}
