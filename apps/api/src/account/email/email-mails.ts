import type { MailText } from '@fulcrum/mail';

const IF_NOT_YOU = 'If it was not you, do not follow it, set a new password, and end your other sessions.';

export function mailToOld(link: string, newEmail: string): MailText {
  return {
    subject: 'Change of the address of your Fulcrum account',
    text: `Somebody who is signed in to your Fulcrum account asks to change its e-mail address to\n\n${newEmail}\n\nIf it was you, agree with this link within an hour. The mail to the new address has another link: it takes both.\n\n${link}\n\n${IF_NOT_YOU}\n`,
  };
}

/** Whose account it is stays unsaid: the mail may go to a stranger. */
export function mailToNew(link: string): MailText {
  return {
    subject: 'Is this the new address of your Fulcrum account?',
    text: `Somebody asks to make this the e-mail address of their Fulcrum account. If it was you, agree with this link within an hour. The mail to the present address has another link: it takes both.\n\n${link}\n\nIf it was not you, do nothing.\n`,
  };
}
