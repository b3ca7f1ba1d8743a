import { type NoticeKind, TOLD_ANYWAY } from '@fulcrum/db';
import type { MailText } from '@fulcrum/mail';

/** The most lines of one mail. What happened beyond them is counted. */
const MAX_LINES = 20;

interface Words {
  readonly subject: (count: number) => string;
  readonly intro: (count: number) => string;
  /** What to do. */
  readonly advice: string;
}

const IF_NOT_YOU = 'If it was not you, set a new password on the page Security, and end all other sessions there.';

const WORDS: Readonly<Record<NoticeKind, Words>> = {
  liquidation: {
    subject: (count) => `${positions(count)} liquidated`,
    intro: (count) =>
      `${positions(count)} of yours ${count === 1 ? 'was' : 'were'} closed, because what was left of the margin was too little:`,
    advice: 'Your history has the sums of each.',
  },
  withdrawal: {
    subject: (count) => (count === 1 ? 'Your withdrawal' : `${count} withdrawals`),
    intro: () => 'This became of what you asked to be paid out:',
    advice: 'Your wallet shows each, and your balance.',
  },
  sign_in: {
    subject: () => 'Sign-in from a new device',
    intro: () => 'Somebody signed in to your account from a device that was not used for it before:',
    advice: IF_NOT_YOU,
  },
  email_changed: {
    subject: () => 'The address of your account was changed',
    intro: () => 'The e-mail address of your account was changed:',
    advice: 'If it was not you, answer this mail at once. No more mail about the account comes to this address.',
  },
  identity: {
    subject: () => 'Your identity check',
    intro: () => 'What you sent of who you are was looked at:',
    advice: 'Nobody asks you for documents by mail: send them on the page Identity alone.',
  },
};

/** Kinds of which users may want no mail. */
const WHY = 'You choose what you get mail of on the page Profile.';

/** @param count of all that happened, of which `lines` are the first. */
export function composeMail(kind: NoticeKind, count: number, lines: readonly string[]): MailText {
  const { subject, intro, advice } = WORDS[kind];
  const shown = lines.slice(0, MAX_LINES);
  const more = count > shown.length ? [`… and ${(count - shown.length).toLocaleString('en')} more.`] : [];
  const why = (TOLD_ANYWAY as readonly NoticeKind[]).includes(kind) ? [] : ['', WHY];
  return {
    subject: `Fulcrum: ${subject(count)}`,
    text: [intro(count), '', ...shown, ...more, '', advice, ...why, ''].join('\n'),
  };
}

function positions(count: number): string {
  return count === 1 ? 'A position' : `${count.toLocaleString('en')} positions`;
}
