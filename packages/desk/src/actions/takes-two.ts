import { MONEY_DECIMALS, parseDecimal } from '@fulcrum/cfd';
import { assert } from '@fulcrum/log';
import type { Kind } from '../kinds/kind.ts';
import { ACTION_KINDS, type ActionKindName } from './action-kinds.ts';

/**
 * Whether an action needs a second person's yes.
 *
 * @param above the amount in USDC from which on it does, where it depends on that.
 */
export function takesTwo(name: ActionKindName, kind: Kind, data: unknown, above: string): boolean {
  const rule = ACTION_KINDS[name].takesTwo;
  if (rule !== 'above the amount') return rule === 'always';
  assert(kind.amount !== undefined, `${name} is about an amount`);
  const [amount, limit] = [parseDecimal(kind.amount(data), MONEY_DECIMALS), parseDecimal(above, MONEY_DECIMALS)];
  assert(limit !== undefined, 'the amount from which on it takes two is one');
  // What cannot be read is above any amount.
  return amount === undefined || Math.abs(amount) > limit;
}
