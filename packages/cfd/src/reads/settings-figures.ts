import type { GetAccount } from '../messages/commands.ts';
import type { AccountReport } from '../messages/events.ts';
import { exposureOf, limitsOf } from '../rules/accounts/position-limits.ts';
import { ownLimitsOf, toldLimits } from '../rules/accounts/settings.ts';
import { SETTINGS_RULES } from '../rules/rules-version.ts';
import type { State } from '../state/state.ts';

type SettingsFigures = Pick<
  AccountReport,
  'rights' | 'pausedUntil' | 'limits' | 'groupLimits' | 'ownLimits' | 'positionMode' | 'exposure'
>;

/** What an account may do, which rules before the fifth do not know. */
export function settingsFigures(state: State, account: number, command: GetAccount, now: number): SettingsFigures {
  if (state.rulesVersion < SETTINGS_RULES) return {};
  return {
    rights: state.rightsOf(account),
    pausedUntil: state.pauseOf(account, now),
    limits: toldLimits(limitsOf(state, account)),
    groupLimits: toldLimits(state.groupLimits),
    ownLimits: toldLimits(ownLimitsOf(state, account)),
    positionMode: state.isNetting ? 'netting' : undefined,
    exposure: command.exposure === true ? exposureOf(state, account) : undefined,
  };
}
