import type { AuditRow } from '@fulcrum/desk';

/** A row of the audit log as one line. What is in it comes from anybody, so it moves no cursor and colours nothing. */
export function auditLine({ number, at, actor, role, address, act, subject, content }: AuditRow): string {
  const parts = [number, timeOf(at), `${actor} (${role}, ${address})`, act, subject, content];
  return parts.join('  ').replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}

/** A time that somebody wrote past the triggers may be none. */
function timeOf(at: Date): string {
  return Number.isNaN(at.getTime()) ? 'no time' : at.toISOString();
}
