import type { AsCommand, AsText, Table } from './fields.ts';
import { INSTRUMENT } from './instrument.ts';
import { GROUP, LIMIT_CHANGES } from './settings.ts';

/** Names one order of one user. */
const ORDER = { requestId: 'requestId', orderId: 'uuid', userId: 'uuid' } as const;

/** Names one transfer of one user's money. */
const TRANSFER = { requestId: 'requestId', transferId: 'uuid', userId: 'uuid' } as const;

/** A command that may be carried out for a time alone. */
const PERISHABLE = { validUntil: 'time? since 3' } as const;

/**
 * A command that says who asked for it, where that is not the account's owner: all commands that change something, but ticks.
 * Whoever writes into the log decides who may ask for what.
 */
const ACTED = { actor: 'actor? since 7' } as const;

/** How an order is opened, beyond its size and levels. */
const ENTRY = {
  /** "market" where it is absent. The others wait for their price. */
  orderType: 'orderType? since 6',
  price: 'amount? since 6',
  expiresAt: 'time? since 6',
  trailingDistance: 'amount? since 6',
  /** Whether the stop-loss closes at its own price, whatever the market's. */
  guaranteed: 'flag? since 6',
  /** Whether it may close orders of the other side alone, and open nothing. */
  reduceOnly: 'flag? since 6',
} as const;

/** A command that changes nothing. */
const READ = { replyTo: 'asker? or ignored' } as const;

/**
 * The commands of the log: the only place that lists their fields. A field that is added says since which rules
 * (`price? since 4`).
 */
export const COMMANDS = {
  'set-instrument': { requestId: 'requestId?', ...INSTRUMENT, ...ACTED },
  'set-rules': { requestId: 'requestId?', version: 'whole 1..', ...ACTED },
  'create-account': { requestId: 'requestId', userId: 'uuid', deposit: 'decimal', ...ACTED },
  'price-update': { asset: 'asset', bid: 'decimal', ask: 'decimal', exchangeTime: 'microseconds?', source: 'source?' },
  /** A price set by hand, when a feed is dead. No guard holds it. */
  'set-price': { requestId: 'requestId', asset: 'asset', bid: 'decimal', ask: 'decimal', ...ACTED },
  'create-order': {
    ...ORDER,
    asset: 'asset',
    side: 'side',
    quantity: 'amount',
    leverage: 'number',
    takeProfit: 'amount?',
    stopLoss: 'amount?',
    expectedPrice: 'decimal?',
    maxSlippageBps: 'natural?',
    ...PERISHABLE,
    ...ENTRY,
    ...ACTED,
  },
  /** A level that is null is removed, one that is absent is kept. */
  'update-order': {
    ...ORDER,
    takeProfit: 'amount|null?',
    stopLoss: 'amount|null?',
    ...PERISHABLE,
    /** Of a pending order, like the next one. */
    price: 'amount? since 6',
    expiresAt: 'time|null? since 6',
    trailingDistance: 'amount|null? since 6',
    ...ACTED,
  },
  /** A part is closed where it is named, with what the sender believes to be open: both, or neither. */
  'close-order': { ...ORDER, ...PERISHABLE, quantity: 'amount? since 6', openQuantity: 'amount? since 6', ...ACTED },
  'cancel-order': { ...ORDER, ...ACTED },
  /** Closes the positions of a user, of one asset where it is named. */
  'close-all': { requestId: 'requestId', userId: 'uuid', asset: 'asset?', ...ACTED },
  /** Cancels the pending orders of a user, likewise. */
  'cancel-all': { requestId: 'requestId', userId: 'uuid', asset: 'asset?', ...ACTED },
  /** Without `orders` it asks for the figures alone. It may name orders to learn the price at which each would close. */
  'get-account': {
    requestId: 'requestId',
    userId: 'uuid',
    ...READ,
    orders: 'ordersPage? since 2',
    prices: 'uuids? or ignored',
    /** Whether the answer says what of its limits the account uses. */
    exposure: 'flag? since 5',
  },
  'get-order': { ...ORDER, ...READ },
  'void-order': { ...ORDER, ...ACTED },
  /** Pays money in. An adjustment may also take money out, which makes its amount negative. */
  transfer: { ...TRANSFER, kind: 'transferKind', amount: 'amount', note: 'note?', ...ACTED },
  /** Puts money aside that is to be paid out. */
  hold: { ...TRANSFER, amount: 'amount', ...ACTED },
  /** Pays out what is on hold, or gives it back. */
  'settle-hold': { ...TRANSFER, outcome: 'holdOutcome', note: 'note?', ...ACTED },
  /** Replaces all settings of a group. */
  'set-group': { requestId: 'requestId?', ...GROUP, ...ACTED },
  /** Changes settings of one account. What is absent stays. */
  'set-account': {
    requestId: 'requestId',
    userId: 'uuid',
    rights: 'rights?',
    pausedUntil: 'time?',
    limits: { one: LIMIT_CHANGES },
    ...ACTED,
  },
  /** Closes all positions, and pays in or out what is missing to the deposit, or too much. */
  'reset-account': { ...TRANSFER, deposit: 'amount', ...ACTED },
} as const satisfies Record<string, Table>;

/** The version of the rules from which on a command is known, of those that are younger than the first. */
export const COMMANDS_SINCE: ReadonlyMap<string, number> = new Map<CommandType, number>([
  ['transfer', 4],
  ['hold', 4],
  ['settle-hold', 4],
  ['set-group', 5],
  ['set-account', 5],
  ['reset-account', 5],
  ['cancel-order', 6],
  ['close-all', 6],
  ['cancel-all', 6],
  ['set-price', 7],
]);

export type CommandType = keyof typeof COMMANDS;

/** The types of the commands that change nothing. Their answers concern nobody but who asked. */
export const READS: ReadonlySet<string> = new Set(
  Object.entries(COMMANDS).flatMap(([type, table]) => (Object.hasOwn(table, 'replyTo') ? [type] : [])),
);

type DataByType = { [Type in CommandType]: AsText<(typeof COMMANDS)[Type]> };

/** The data of a command as its sender writes it. */
export type CommandData<Type extends CommandType> = DataByType[Type];

type Sent<Type extends CommandType> = { readonly type: Type } & AsCommand<(typeof COMMANDS)[Type]>;

export type SetInstrument = Sent<'set-instrument'>;
export type SetRules = Sent<'set-rules'>;
export type CreateAccount = Sent<'create-account'>;
export type PriceUpdate = Sent<'price-update'>;
export type SetPrice = Sent<'set-price'>;
export type CreateOrder = Sent<'create-order'>;
export type UpdateOrder = Sent<'update-order'>;
export type CloseOrder = Sent<'close-order'>;
export type CancelOrder = Sent<'cancel-order'>;
export type CloseAll = Sent<'close-all'>;
export type CancelAll = Sent<'cancel-all'>;
export type GetAccount = Sent<'get-account'>;
export type GetOrder = Sent<'get-order'>;
export type VoidOrder = Sent<'void-order'>;
export type Transfer = Sent<'transfer'>;
export type Hold = Sent<'hold'>;
export type SettleHold = Sent<'settle-hold'>;
export type SetGroup = Sent<'set-group'>;
export type SetAccount = Sent<'set-account'>;
export type ResetAccount = Sent<'reset-account'>;

export type OrderRequest = AsCommand<typeof ORDER>;
export type Perishable = AsCommand<typeof PERISHABLE>;
/** Who asked for a command. Undefined where that is the account's owner. */
export type Actor = AsCommand<typeof ACTED>['actor'];
export interface Acted extends AsCommand<typeof ACTED> {}

/** What the core is given: the protocol has checked its shape. Amounts are still text. */
export type Command = { [Type in CommandType]: Sent<Type> }[CommandType] | InvalidCommand;

/** Who asked, where a command is a read that names its asker. */
export function askerOf(command: Command): string | undefined {
  switch (command.type) {
    case 'get-account':
    case 'get-order':
    case 'invalid':
      return command.replyTo;
    default:
      return undefined;
  }
}

/** An entry of the wrong shape. It is answered where it names a request, and changes nothing. */
export interface InvalidCommand extends AsCommand<typeof READ> {
  readonly type: 'invalid';
  /** Whether it would have been a read. */
  readonly isRead?: boolean;
  readonly requestId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly userId?: string | undefined;
  readonly message: string;
}
