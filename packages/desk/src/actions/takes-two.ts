import { MONEY_DECIMALS, parseDecimal } from '@fulcrum/cfd';
import { assert } from '@fulcrum/log';
import type { Kind } from '../kinds/kind.ts';
import { ACTION_KINDS, type ActionKindName } from './action-kinds.ts';

/**
 * Whether an action needs a second person's yes.
 *
 * @param above the amount in USDC from which on it does, where it depends on that.
 * @param alone the data of what was done of the same kind, on the same account, by one person alone (see `doneAlone`): it
 *   counts as well, so that no amount is split to go round a second person.
 */
export function takesTwo(
  name: ActionKindName,
  kind: Kind,
  data: unknown,
  above: string,
  alone: readonly unknown[] = [],
): boolean {
  const rule = ACTION_KINDS[name].takesTwo;
  if (rule !== 'above the amount') return rule === 'always';
  assert(kind.amount !== undefined, `${name} is about an amount`);
  const limit = parseDecimal(above, MONEY_DECIMALS);
  assert(limit !== undefined, 'the amount from which on it takes two is one');
  let sum = 0;
  for (const each of [data, ...alone]) {
    const amount = parseDecimal(kind.amount(each), MONEY_DECIMALS);
    // What cannot be read is above any amount.
    if (amount === undefined) return true;
    sum += Math.abs(amount);
  }
  return sum > limit;
}
