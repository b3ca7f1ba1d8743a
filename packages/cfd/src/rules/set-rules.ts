import { assert } from '@fulcrum/log';
import type { SetRules } from '../messages/commands.ts';
import type { Event } from '../messages/events.ts';
import { type Refusal, refuse } from '../messages/rejection.ts';
import type { State } from '../state/state.ts';
import { NEWEST_RULES, UnknownRulesError } from './rules-version.ts';

/**
 * Goes up to a version of the rules. To name the present one changes nothing.
 *
 * @throws UnknownRulesError for a version of the future, before anything is changed.
 */
export function setRules(state: State, { requestId, version }: SetRules): readonly Event[] | Refusal {
  if (version > NEWEST_RULES) throw new UnknownRulesError(version);
  if (version >= state.rulesVersion) {
    state.setRules(version);
    assert(state.rulesVersion === version, 'the rules hold from their entry on');
    return [{ type: 'rules-set', requestId, version }];
  }
  return refuse('invalid_command', `The rules have version ${state.rulesVersion}, and only go up.`);
}
