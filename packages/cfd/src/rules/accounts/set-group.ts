import type { SetGroup } from '../../messages/commands.ts';
import type { Event } from '../../messages/events.ts';
import { isRefusal, type Refusal, refuse } from '../../messages/rejection.ts';
import { DEFAULT_GROUP } from '../../messages/settings.ts';
import type { State } from '../../state/state.ts';
import { wellFormed } from '../well-formed.ts';
import { parseLimits } from './settings.ts';

/** Sets all settings of a group. They hold for what is opened from then on. */
export function setGroup(state: State, command: SetGroup): readonly Event[] | Refusal {
  const { requestId, group } = command;
  const limits = parseLimits(command);
  if (isRefusal(limits)) return limits;
  if (group !== DEFAULT_GROUP) return refuse('unknown_group', 'There is no such group of accounts.');
  const positionMode = wellFormed(command.positionMode) === 'netting' ? 'netting' : undefined;
  if ((positionMode === 'netting') !== state.isNetting && state.hasOrders)
    return refuse('group_in_use', 'positionMode changes only while no account of the group has an order.');
  state.setGroup({ ...limits, positionMode });
  return [{ type: 'group-set', requestId, group, ...limits, positionMode }];
}
