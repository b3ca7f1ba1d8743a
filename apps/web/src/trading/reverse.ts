import type { ValuedOrderJson } from '@fulcrum/protocol';
import { closeOrder, type Outcome, openOrder } from './orders.ts';

/** What became of a reversal: of the closing, and of the opening where that was tried. */
export interface Reversal {
  readonly closed: Outcome;
  readonly opened?: Outcome;
}

/** How much worse the price may be than the one at which a reversal was meant; undefined for any. */
type MaxSlippage = number | undefined;

/**
 * Closes a position, and opens one of the same size on the other side. These are two requests: the second is sent only once
 * the first is done, and expects the price at which the first was meant.
 */
export async function reversePosition(order: ValuedOrderJson, maxSlippageBps: MaxSlippage): Promise<Reversal> {
  const closed = await closeOrder(order.orderId);
  if (closed !== 'done') return { closed };
  return { closed, opened: await openOpposite(order, order.quantity, maxSlippageBps) };
}

/**
 * Reverses all positions of an instrument, in an account that nets: one order closes them, and opens as much on the other side.
 *
 * @param order one of the positions: they are all of one side.
 * @param twice what all of them together have, times two.
 */
export async function reverseNetted(
  order: ValuedOrderJson,
  twice: string,
  maxSlippageBps: MaxSlippage,
): Promise<Reversal> {
  return { closed: await openOpposite(order, twice, maxSlippageBps) };
}

function openOpposite(order: ValuedOrderJson, quantity: string, maxSlippageBps: MaxSlippage): Promise<Outcome> {
  const { asset, side, leverage, currentPrice } = order;
  const limit = maxSlippageBps === undefined ? {} : { expectedPrice: currentPrice, maxSlippageBps };
  return openOrder({ asset, side: side === 'buy' ? 'sell' : 'buy', quantity, leverage, ...limit });
}
