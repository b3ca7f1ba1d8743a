import { type ChangeLayout, changeLayout, keptNames, type RecordLayout } from '@fulcrum/memory';
import { ACCOUNT_LAYOUT } from '../state/accounts.ts';
import { BALANCE_LAYOUT } from '../state/balances.ts';
import { ORDER_LAYOUT } from '../state/order-fields.ts';

/** What a change is about: its first word. Zero is the end of a page. */
export const CHANGE = { account: 1, balance: 2, order: 3, ended: 4 } as const;

/** @param names of the fields that are noted. Those that link to a user belong to the user's account. */
function layoutOf(source: RecordLayout, names = keptNames(source.fields)): ChangeLayout {
  return changeLayout(source, names, 'userId');
}

export const ACCOUNT_CHANGE = layoutOf(ACCOUNT_LAYOUT);
export const BALANCE_CHANGE = layoutOf(BALANCE_LAYOUT);
export const ORDER_CHANGE = layoutOf(ORDER_LAYOUT);
/** Of an order that is open no longer. */
export const ENDED_CHANGE = layoutOf(ORDER_LAYOUT, ['number']);
