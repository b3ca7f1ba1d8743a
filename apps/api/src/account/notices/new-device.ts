import type { NewNotice } from '@fulcrum/db';
import { deviceName } from '@fulcrum/sessions';
import type { SignedIn } from '../../sign-in/session-start.ts';

/**
 * What a user is told of a sign-in from a device that they never used before. The first device of all is no news. What the
 * program calls itself stays out of the mail: whoever has the password could write to its owner that way.
 */
export function newDeviceNotice(begun: SignedIn): NewNotice | undefined {
  const { device, sessionId, userId, userAgent, address, startedAt } = begun;
  if (device !== 'new') return undefined;
  const when = `${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return {
    event: sessionId,
    userId,
    kind: 'sign_in',
    count: 1,
    lines: [`${when}, from ${address}, with ${deviceName(userAgent)}`],
  };
}
