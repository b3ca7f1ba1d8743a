import type { Actor } from '../../messages/commands.ts';
import { type Refusal, refuse } from '../../messages/rejection.ts';
import type { State } from '../../state/state.ts';

/**
 * What the rights of an account keep its owner from, and what a pause does: opening alone.
 *
 * @param actor who asks in the owner's place. Rights bind the owner alone; a pause binds all, so that nobody ends it early.
 */
export function rightsRefusal(
  state: State,
  account: number,
  what: 'opening' | 'closing',
  now: number,
  actor?: Actor,
): Refusal | undefined {
  const rights = actor === undefined ? state.rightsOf(account) : 'full';
  if (rights === 'none') return refuse('account_restricted', 'This account can neither open nor close positions.');
  if (what === 'closing') return undefined;
  if (rights === 'close_only') return refuse('account_restricted', 'Positions of this account can only be closed.');
  const end = state.pauseOf(account, now);
  if (end === undefined) return undefined;
  return refuse('account_restricted', `This account is paused for another ${end - now} ms.`);
}
