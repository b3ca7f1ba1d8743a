import type { NewNotice } from '@fulcrum/db';
import type { SignedIn } from '../../sign-in/session-start.ts';

/** Control characters would end the line of a mail. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** What a user is told of a sign-in from a device that they never used before. The first device of all is no news. */
export function newDeviceNotice(begun: SignedIn): NewNotice | undefined {
  const { device, sessionId, userId, userAgent, address, startedAt } = begun;
  if (device !== 'new') return undefined;
  const program = userAgent.replace(UNPRINTABLE, '') || 'a program without a name';
  const when = `${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { event: sessionId, userId, kind: 'sign_in', count: 1, lines: [`${when}, from ${address}, with ${program}`] };
}
