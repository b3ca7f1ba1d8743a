import type { Perishable } from '../messages/commands.ts';
import { type Refusal, refuse } from '../messages/rejection.ts';
import type { State } from '../state/state.ts';

/** From this version of the rules on a command may say until when it may be carried out. */
const PERISHABLE_COMMANDS = 3;

/** Whether a command comes too late: the last millisecond that it names is still in time. */
export function checkValidity(state: State, { validUntil }: Perishable, now: number): Refusal | undefined {
  if (typeof validUntil !== 'number' || state.rulesVersion < PERISHABLE_COMMANDS || now <= validUntil) return undefined;
  return refuse(
    'expired',
    `This came ${now - validUntil} ms after the time until which it was valid. Nothing was done.`,
  );
}
