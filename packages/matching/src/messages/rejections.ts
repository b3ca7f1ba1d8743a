import { Refusal as RefusalFor } from '@fulcrum/log';
/** Why a command is refused. The codes are those of the venue whose protocol is spoken, and never change their meaning. */
export const REJECTION_CODES = [
  /** The wrong shape: a field is missing, or is not what it should be. */
  'INVALID_CLIENT_REQUEST',
  /** There is no such account. */
  'UNAUTHORIZED',
  'INVALID_ASSET',
  'INVALID_MARKET',
  /** The market's mode does not allow it. */
  'TRADING_PAUSED',
  /** The fields do not go together, the client id is in use, or an order that may only make would take. */
  'INVALID_ORDER',
  'INVALID_PRICE',
  'INVALID_QUANTITY',
  /** As many orders are open as may be. */
  'ORDER_LIMIT',
  'INSUFFICIENT_FUNDS',
  /** No such order is open. */
  'RESOURCE_NOT_FOUND',
  /** The state holds no more accounts, assets or markets. */
  'PRECONDITION_FAILED',
] as const;

export type RejectionCode = (typeof REJECTION_CODES)[number];

/** Why something is refused, before it is known whose it is. */
export const Refusal = RefusalFor<RejectionCode>;
export type Refusal = RefusalFor<RejectionCode>;

export function refuse(code: RejectionCode, message: string): Refusal {
  return new Refusal(code, message);
}
