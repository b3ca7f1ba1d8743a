import type { Role } from '../staff/roles.ts';

/** When an action takes a second person's yes: never, always, or where it is about more than a set amount. */
export type TakesTwo = 'never' | 'always' | 'above the amount';

interface ActionKind {
  /** Who may do it, or ask for it. */
  readonly asks: readonly Role[];
  readonly takesTwo: TakesTwo;
  /** Who may say yes to what another one asked for. */
  readonly approves: readonly Role[];
}

const ALL = ['support', 'dealer', 'compliance', 'admin'] as const;
const OVERSIGHT = ['compliance', 'admin'] as const;
const BOOK = ['dealer', 'compliance', 'admin'] as const;
const CASHIERS = ['support', 'compliance', 'admin'] as const;

/** Who may do what at the desk: the table in docs/desk.md, which a test compares. */
export const ACTION_KINDS = {
  'restrict-account': { asks: ALL, takesTwo: 'never', approves: [] },
  'restore-account': { asks: BOOK, takesTwo: 'always', approves: OVERSIGHT },
  'book-deposit': { asks: CASHIERS, takesTwo: 'above the amount', approves: OVERSIGHT },
  'adjust-cash': { asks: ALL, takesTwo: 'above the amount', approves: OVERSIGHT },
  'pay-withdrawal': { asks: CASHIERS, takesTwo: 'above the amount', approves: OVERSIGHT },
  'release-withdrawal': { asks: CASHIERS, takesTwo: 'never', approves: [] },
  'close-order': { asks: ['dealer'], takesTwo: 'above the amount', approves: BOOK },
  'cancel-order': { asks: ['dealer'], takesTwo: 'never', approves: [] },
  'close-all': { asks: ['dealer'], takesTwo: 'always', approves: BOOK },
  'cancel-all': { asks: ['dealer'], takesTwo: 'never', approves: [] },
  'halt-instrument': { asks: ['dealer', 'admin'], takesTwo: 'never', approves: [] },
  'set-instrument': { asks: ['dealer', 'admin'], takesTwo: 'always', approves: BOOK },
  'set-limits': { asks: OVERSIGHT, takesTwo: 'always', approves: OVERSIGHT },
  'set-price': { asks: ['dealer'], takesTwo: 'always', approves: ['dealer', 'admin'] },
  'set-role': { asks: ['admin'], takesTwo: 'always', approves: OVERSIGHT },
  'erase-client': { asks: ['compliance'], takesTwo: 'always', approves: OVERSIGHT },
  'decide-identity': { asks: ['compliance'], takesTwo: 'never', approves: [] },
} as const satisfies Record<string, ActionKind>;

export type ActionKindName = keyof typeof ACTION_KINDS;
