import { describeFault, parseDecimal } from '@fulcrum/log';
import { isRefusal, type Refusal, refuse } from '../../messages/rejection.ts';
import type { Limits } from '../../messages/settings.ts';
import { MONEY_DECIMALS, type Money } from '../../numbers/money.ts';
import type { State } from '../../state/state.ts';

/** Limits as they arrive: null is none. */
interface LimitTexts {
  readonly maxOpenOrders?: number | null | undefined;
  readonly maxNotional?: string | null | undefined;
  readonly maxTotalNotional?: string | null | undefined;
}

/** Reads limits. What is absent, or null, is undefined. @returns them, or what is wrong with one. */
export function parseLimits(texts: LimitTexts): Limits | Refusal {
  const maxNotional = parseLimit('maxNotional', texts.maxNotional);
  if (isRefusal(maxNotional)) return maxNotional;
  const maxTotalNotional = parseLimit('maxTotalNotional', texts.maxTotalNotional);
  if (isRefusal(maxTotalNotional)) return maxTotalNotional;
  return { maxOpenOrders: texts.maxOpenOrders ?? undefined, maxNotional, maxTotalNotional };
}

function parseLimit(name: string, text: string | null | undefined): Money | Refusal | undefined {
  if (text === undefined || text === null) return undefined;
  const limit = parseDecimal(text, MONEY_DECIMALS);
  if (limit === undefined) return refuse('invalid_command', `${name} ${describeFault(text, MONEY_DECIMALS)}.`);
  return limit > 0 ? BigInt(limit) : refuse('invalid_command', `${name} must be above zero.`);
}

/** An account's own limits. */
export function ownLimitsOf(state: State, account: number): Limits {
  const { maxOpenOrders, maxNotional, maxTotalNotional } = state.settingsOf(account);
  return { maxOpenOrders, maxNotional: asMoney(maxNotional), maxTotalNotional: asMoney(maxTotalNotional) };
}

function asMoney(millionths: number | undefined): Money | undefined {
  return millionths === undefined ? undefined : BigInt(millionths);
}

/** Where there are none they are not told. */
export function toldLimits(limits: Limits): Limits | undefined {
  return Object.values(limits).every((limit) => limit === undefined) ? undefined : limits;
}
