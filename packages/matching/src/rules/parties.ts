import { NONE } from '@fulcrum/memory';
import { type Refusal, refuse } from '../messages/rejections.ts';
import type { Market } from '../state/market.ts';
import type { State } from '../state/state.ts';

/** Who asks, and at which market. */
export interface Parties {
  /** The slot of the account. */
  readonly account: number;
  readonly market: Market;
}

const UNKNOWN_ACCOUNT = refuse('UNAUTHORIZED', 'There is no such account.');
const UNKNOWN_MARKET = refuse('INVALID_MARKET', 'There is no such market.');

/** Looks up the two that every command of a trader names. */
export function partiesOf(
  state: State,
  command: { readonly userId: string; readonly market: string },
): Parties | Refusal {
  const account = state.accounts.find(command.userId);
  if (account === NONE) return UNKNOWN_ACCOUNT;
  const market = state.markets.find(command.market);
  return market === undefined ? UNKNOWN_MARKET : { account, market };
}
