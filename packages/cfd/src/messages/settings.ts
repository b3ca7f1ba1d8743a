import { MAX_ORDERS_PER_ACCOUNT } from '../numbers/limits.ts';
import type { Word } from './fields.ts';
import type { InCore } from './instrument.ts';

/** How much an account may have open. A limit that is absent does not hold. */
export const LIMITS = {
  /** Orders that are open at a time. */
  maxOpenOrders: `whole? 1..${MAX_ORDERS_PER_ACCOUNT}`,
  /** The notional of the orders of one asset, of both sides together, at the prices at which they were opened. */
  maxNotional: 'money?',
  /** Likewise, of the orders of all assets. */
  maxTotalNotional: 'money?',
} as const;

/** How they are changed one by one: null removes a limit, and what is absent stays. */
export const LIMIT_CHANGES = {
  maxOpenOrders: `whole|null? 1..${MAX_ORDERS_PER_ACCOUNT}`,
  maxNotional: 'money|null?',
  maxTotalNotional: 'money|null?',
} as const;

/** A group of accounts with its settings. */
export const GROUP = {
  group: 'group',
  ...LIMITS,
  /** "hedging" where it is absent. */
  positionMode: 'positionMode? since 6',
} as const;

/** The group to which each account belongs. There is no other one so far. */
export const DEFAULT_GROUP = 'default';

/** What is set for one account. */
export const ACCOUNT_SETTINGS = {
  rights: 'rights',
  /** Nothing is opened before this time. Absent where no pause runs. */
  pausedUntil: 'time?',
  /** The user's own, where there are any. */
  limits: { one: LIMITS },
} as const;

/** What an account's figures say of it. */
export const SETTINGS_FIGURES = {
  rights: 'rights?',
  /** Absent where no pause runs. */
  pausedUntil: 'time?',
  /** Those that hold: of the group's and the account's own the lower. */
  limits: { one: LIMITS },
  groupLimits: { one: LIMITS },
  ownLimits: { one: LIMITS },
  /** Absent where it is "hedging". */
  positionMode: 'positionMode?',
} as const;

/** What the open orders of one asset add up to. */
export const NOTIONAL = { asset: 'assetName', notional: 'money' } as const;

/** What of its limits an account uses. Notionals are rounded up. */
export const EXPOSURE = { openOrders: 'whole', totalNotional: 'money', notionals: { many: NOTIONAL } } as const;

export type Limits = InCore<typeof LIMITS>;
export type PositionMode = Word<'positionMode'>;
export type AccountExposure = InCore<typeof EXPOSURE>;
