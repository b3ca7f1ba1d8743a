import type { ValuedOrderJson } from '@fulcrum/protocol';
import { closeOrder, type Outcome, openOrder } from './orders.ts';

/** What became of a reversal: of the closing, and of the opening where that was tried. */
export interface Reversal {
  readonly closed: Outcome;
  readonly opened?: Outcome;
}

/**
 * Closes a position, and opens one of the same size on the other side. These are two requests: the second is sent only once
 * the first is done, and expects the price at which the first was meant.
 *
 * @param maxSlippageBps how much worse that price may be; undefined for any.
 */
export async function reversePosition(order: ValuedOrderJson, maxSlippageBps: number | undefined): Promise<Reversal> {
  const { orderId, asset, side, quantity, leverage, currentPrice } = order;
  const closed = await closeOrder(orderId);
  if (closed !== 'done') return { closed };
  const limit = maxSlippageBps === undefined ? {} : { expectedPrice: currentPrice, maxSlippageBps };
  const opened = await openOrder({ asset, side: side === 'buy' ? 'sell' : 'buy', quantity, leverage, ...limit });
  return { closed, opened };
}
