import { type ChangeLayout, changeLayout, keptNames, type RecordLayout } from '@fulcrum/memory';
import { ACCOUNT_LAYOUT } from '../state/account-fields.ts';
import { HOLD_LAYOUT } from '../state/hold-fields.ts';
import { CLOSED_ID_LAYOUT, ORDER_LAYOUT } from '../state/order-fields.ts';
import { PENDING_LAYOUT } from '../state/pending/pending-fields.ts';

/** What a change is about: its first word. Zero is the end of a page. */
export const CHANGE = {
  order: 1,
  account: 2,
  closed: 3,
  expired: 4,
  voided: 5,
  freed: 6,
  hold: 7,
  settled: 8,
  pending: 9,
  ended: 10,
} as const;

/** @param names of the fields that are noted. Those that link to a user belong to the user's account. */
function layoutOf(source: RecordLayout, names = keptNames(source.fields)): ChangeLayout {
  return changeLayout(source, names, 'userId');
}

export const ORDER_CHANGE = layoutOf(ORDER_LAYOUT);
export const ACCOUNT_CHANGE = layoutOf(ACCOUNT_LAYOUT);
export const CLOSED_CHANGE = layoutOf(CLOSED_ID_LAYOUT);
/** Of an id that is gone. */
export const GONE_CHANGE = layoutOf(CLOSED_ID_LAYOUT, ['orderId']);
export const PENDING_CHANGE = layoutOf(PENDING_LAYOUT);
/** Of a pending order that has ended. */
export const ENDED_CHANGE = layoutOf(PENDING_LAYOUT, ['orderId']);
export const HOLD_CHANGE = layoutOf(HOLD_LAYOUT);
/** Of a hold that was settled. */
export const SETTLED_CHANGE = layoutOf(HOLD_LAYOUT, ['transferId']);
