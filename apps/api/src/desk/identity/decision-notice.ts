import type { NewNotice } from '@fulcrum/db';

/** What a client is told of a decision. Why it was refused stays out of the mail: they read it once they are signed in. */
export function decisionNotice(userId: string, version: number, isApproved: boolean): NewNotice {
  const line = isApproved
    ? 'It is approved.'
    : 'It is not approved. The page Identity says why, and lets you send it again.';
  return { event: `identity:${version}`, userId, kind: 'identity', count: 1, lines: [line] };
}
