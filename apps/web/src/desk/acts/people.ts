import type { Action, Emails } from './action.ts';

/** Who somebody is: an address, who used a command line, or an id where nothing else is known. */
export function personText(id: string, emails: Emails): string {
  if (id.startsWith('cli:')) return `${id.slice(4)} (command line)`;
  return emails[id] ?? id;
}

/** Whom or what an action concerns. */
export function subjectText({ subject, userId }: Pick<Action, 'subject' | 'userId'>, emails: Emails): string {
  return userId === undefined ? subject : personText(userId, emails);
}
