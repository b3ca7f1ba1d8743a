import { assert } from '@fulcrum/log';
import type { Perishable } from '../messages/commands.ts';
import { type Refusal, refuse } from '../messages/rejection.ts';

/** Refuses a command that comes too late. The last millisecond that it names is still in time. */
export function checkValidity({ validUntil }: Perishable, now: number): Refusal | undefined {
  assert(validUntil !== 'malformed', 'a command that is carried out is well-formed');
  if (validUntil === undefined || now <= validUntil) return undefined;
  return refuse(
    'expired',
    `This came ${now - validUntil} ms after the time until which it was valid. Nothing was done.`,
  );
}
