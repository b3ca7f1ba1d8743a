import { NONE } from '@fulcrum/memory';
import type { Side } from '../messages/fields.ts';
import { Refusal } from '../messages/rejections.ts';
import { lookAhead } from '../rules/placing/look-ahead.ts';
import { readOrder } from '../rules/placing/terms.ts';
import type { Market } from '../state/market.ts';
import type { State } from '../state/state.ts';

/** What a market order by quantity would get, in the market's units and those of its quote asset. */
export interface Quote {
  readonly quantity: number;
  /** Without the fee. */
  readonly notional: number;
  readonly fee: number;
  /** Whether it gets all that it is for. */
  readonly isWhole: boolean;
  /** With how many orders it would trade. */
  readonly orders: number;
}

/** Works out what somebody would get who has no orders in the book. @returns a refusal of what no such order may be for. */
export function quoteOf(state: State, market: Market, side: Side, quantity: string): Quote | Refusal {
  const nobody = { type: 'place-order', requestId: '', userId: '' } as const;
  const command = { ...nobody, market: market.settings.market, side, orderType: 'market', quantity } as const;
  const taker = readOrder(market, command, NONE, 0, 0);
  if (taker instanceof Refusal) return taker;
  const prospect = lookAhead(state, taker, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const { quantity: got, quote: notional, cost, isWhole, looked: orders } = prospect;
  return { quantity: got, notional, fee: cost - notional, isWhole, orders };
}
