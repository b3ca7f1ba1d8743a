import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { SetAccount } from '../../messages/commands.ts';
import type { AccountSet } from '../../messages/events.ts';
import { WORDS } from '../../messages/fields.ts';
import { isRefusal, type Refusal, refuse, UNKNOWN_ACCOUNT } from '../../messages/rejection.ts';
import type { Limits } from '../../messages/settings.ts';
import { MAX_PAUSE_MS } from '../../numbers/limits.ts';
import type { AccountSettings } from '../../state/accounts.ts';
import type { State } from '../../state/state.ts';
import { ownLimitsOf, parseLimits, toldLimits } from './settings.ts';

const DAY_MS = 86_400_000;

/** Changes the settings that a command names. Nobody can end a pause early: while one runs it only becomes longer. */
export function setAccount(state: State, command: SetAccount, now: number): AccountSet | Refusal {
  const { requestId, userId, pausedUntil } = command;
  const limits = parseLimits(command.limits ?? {});
  if (isRefusal(limits)) return limits;
  if (pausedUntil !== undefined && (pausedUntil <= now || pausedUntil > now + MAX_PAUSE_MS))
    return refuse('invalid_command', `A pause ends in the future, at most ${MAX_PAUSE_MS / DAY_MS} days ahead.`);
  const account = state.findAccount(userId);
  if (account === NONE) return UNKNOWN_ACCOUNT;
  const running = state.pauseOf(account, now);
  if (pausedUntil !== undefined && running !== undefined && pausedUntil < running)
    return refuse('account_restricted', 'A pause can only be made longer while it runs.');
  const rights = command.rights ?? state.rightsOf(account);
  state.setAccount(account, {
    rights: WORDS.rights.indexOf(rights),
    pausedUntil: pausedUntil ?? state.settingsOf(account).pausedUntil,
    ...changedLimits(state.settingsOf(account), command.limits ?? {}, limits),
  });
  const pause = state.pauseOf(account, now);
  assert((pause ?? 0) >= (running ?? 0), 'no pause becomes shorter');
  return {
    type: 'account-set',
    requestId,
    userId,
    rights,
    pausedUntil: pause,
    limits: toldLimits(ownLimitsOf(state, account)),
  };
}

/** A limit that the command names takes the place of the one before it: null has become undefined in it. */
function changedLimits(before: AccountSettings, named: object, limits: Limits) {
  const choose = (name: keyof Limits) => {
    if (!Object.hasOwn(named, name) || named[name as keyof typeof named] === undefined) return before[name];
    const limit = limits[name];
    return limit === undefined ? undefined : Number(limit);
  };
  return {
    maxOpenOrders: choose('maxOpenOrders'),
    maxNotional: choose('maxNotional'),
    maxTotalNotional: choose('maxTotalNotional'),
  };
}
