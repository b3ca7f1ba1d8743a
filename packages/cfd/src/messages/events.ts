import type { AsText, Plain, Table, Word } from './fields.ts';
import { INSTRUMENT, type InCore } from './instrument.ts';
import { ACCOUNT_SETTINGS, EXPOSURE, GROUP, SETTINGS_FIGURES } from './settings.ts';

/** The levels of an order, which its owner may change. */
const LEVELS = { takeProfit: 'price|null', stopLoss: 'price|null' } as const;

/** An open order, but for the time of its opening. */
const ORDER = {
  orderId: 'uuid',
  userId: 'uuid',
  asset: 'assetName',
  side: 'side',
  quantity: 'quantity',
  leverage: 'whole',
  openPrice: 'price',
  margin: 'money',
  ...LEVELS,
  liquidationPrice: 'price',
  /** How much worse than the expected price it filled. */
  slippage: 'price',
} as const;

/** What an order has beyond others. It is absent where it has none. */
const STOPS = {
  /** How far its stop follows behind the best price. */
  trailingDistance: 'price?',
  /** Whether its stop-loss closes at its own price. Absent, or true. */
  guaranteed: 'flag?',
} as const;

/** Where the stop of an open order stands that trails. It may be 0 or less. */
const TRAILING_STOP = 'price?';

/** An order that waits for its price. */
export const PENDING_ORDER = {
  orderId: 'uuid',
  userId: 'uuid',
  asset: 'assetName',
  side: 'side',
  orderType: 'pendingType',
  price: 'price',
  quantity: 'quantity',
  leverage: 'whole',
  ...LEVELS,
  trailingDistance: 'price|null',
  guaranteed: 'flag',
  reduceOnly: 'flag',
  maxSlippageBps: 'natural|null',
  /** It is cancelled at this time, if it still waits then. */
  expiresAt: 'time|null',
  placedAt: 'time',
} as const;

/** An open order, valued at the price at which it would close now. */
export const VALUED_ORDER = {
  ...ORDER,
  openedAt: 'time',
  currentPrice: 'price',
  unrealizedPnl: 'money',
  ...STOPS,
  trailingStop: TRAILING_STOP,
} as const;

/** The price at which open orders of one side of an asset would close now. */
export const CLOSING_PRICE = { asset: 'assetName', side: 'side', price: 'price' } as const;

export const ACCOUNT_FIGURES = {
  balance: 'money',
  usedMargin: 'money',
  unrealizedPnl: 'money',
  equity: 'money',
  freeMargin: 'money',
  /** None without open orders. */
  marginLevel: 'percent|null',
  /** The sum of the account's ledger. */
  cash: 'money?',
  /** What is put aside to be paid out. */
  holds: 'money?',
  /** The most that may be put on hold. */
  withdrawable: 'money?',
} as const;

/** An account's cash and balance behind a change. */
const MONEY_AFTER = { cash: 'money', balance: 'money' } as const;

/** The transfer that an event is about. */
const TRANSFER = { requestId: 'requestId', transferId: 'uuid', userId: 'uuid' } as const;

/** A tick that is held until another one confirms it. */
export const HELD_PRICE = {
  asset: 'assetName',
  bid: 'price',
  ask: 'price',
  source: 'source|null',
  heldSince: 'time',
} as const;

/**
 * What the core answers: the only place that lists the fields of its events. A field that is added may be absent
 * (`price?`, `price|null?`), because older entries do not have it.
 */
export const EVENTS = {
  'instrument-set': { requestId: 'requestId?', ...INSTRUMENT },
  'rules-set': { version: 'whole', requestId: 'requestId?' },
  'price-held': HELD_PRICE,
  'price-released': { ...HELD_PRICE, outcome: 'heldOutcome' },
  /** A price that was set by hand, and is the quote from now on. */
  'price-set': { requestId: 'requestId', asset: 'assetName', bid: 'price', ask: 'price', source: 'source' },
  'account-created': {
    requestId: 'requestId',
    userId: 'uuid',
    balance: 'money',
    cash: 'money?',
    /** What was paid in with it. Absent where the account was there already. */
    deposit: 'money?',
  },
  created: {
    /** None for an order that waited. */
    requestId: 'requestId|null',
    ...ORDER,
    balance: 'money',
    openedAt: 'time',
    cash: 'money?',
    ...STOPS,
    /** What the guarantee of its stop-loss has cost. */
    guaranteedExecutionFee: 'money?',
    trailingStop: TRAILING_STOP,
  },
  updated: {
    requestId: 'requestId',
    orderId: 'uuid',
    userId: 'uuid',
    ...LEVELS,
    trailingDistance: 'price?',
    /** Of a pending order. */
    price: 'price?',
    expiresAt: 'time?',
    /** Of an open order. */
    trailingStop: TRAILING_STOP,
  },
  closed: {
    /** None unless somebody asked for it. */
    requestId: 'requestId|null',
    orderId: 'uuid',
    userId: 'uuid',
    asset: 'assetName',
    side: 'side',
    quantity: 'quantity',
    leverage: 'whole',
    openPrice: 'price',
    closePrice: 'price',
    margin: 'money',
    pnl: 'money',
    payout: 'money',
    reason: 'closeReason',
    liquidated: 'flag',
    slippage: 'price',
    balance: 'money',
    openedAt: 'time',
    closedAt: 'time',
    cash: 'money?',
    /** The quantity that stays open, with its margin and liquidation price. Absent where the order has ended. */
    remaining: 'quantity?',
    remainingMargin: 'money?',
    remainingLiquidationPrice: 'price?',
    /** The order that netted it. */
    nettedBy: 'uuid?',
  },
  placed: { requestId: 'requestId', ...PENDING_ORDER },
  /** A pending order that ended without opening. */
  cancelled: { requestId: 'requestId|null', ...PENDING_ORDER, code: 'cancelCode' },
  /** An order that closed others, and had nothing left to open. */
  reduced: {
    /** None for an order that waited. */
    requestId: 'requestId|null',
    orderId: 'uuid',
    userId: 'uuid',
    asset: 'assetName',
    side: 'side',
    quantity: 'quantity',
    closedQuantity: 'quantity',
    balance: 'money',
  },
  'all-closed': { requestId: 'requestId', userId: 'uuid', closed: 'natural', left: 'natural' },
  'all-cancelled': { requestId: 'requestId', userId: 'uuid', cancelled: 'natural', left: 'natural' },
  rejected: {
    requestId: 'requestId',
    code: 'rejectionCode',
    message: 'text',
    /** What the command named. */
    orderId: 'uuid?',
    userId: 'uuid?',
  },
  account: {
    requestId: 'requestId',
    userId: 'uuid',
    ...ACCOUNT_FIGURES,
    /** Absent where the figures alone were asked for. */
    orders: { many: VALUED_ORDER },
    /** Absent where there are none. A page counts them like the others, and takes both by their numbers. */
    pendingOrders: { many: PENDING_ORDER },
    /** The number of the last of these orders, of either kind, when there are more behind it. */
    next: 'natural?',
    /** Those that were asked for. */
    prices: { many: CLOSING_PRICE },
    ...SETTINGS_FIGURES,
    /** Where it was asked for. */
    exposure: { one: EXPOSURE },
  },
  order: {
    requestId: 'requestId',
    orderId: 'uuid',
    userId: 'uuid',
    status: 'orderStatus',
    order: { one: VALUED_ORDER },
    /** While it waits. */
    pendingOrder: { one: PENDING_ORDER },
  },
  transferred: { ...TRANSFER, kind: 'transferKind', amount: 'money', ...MONEY_AFTER, note: 'note?' },
  held: { ...TRANSFER, amount: 'money', ...MONEY_AFTER },
  'hold-settled': { ...TRANSFER, outcome: 'holdOutcome', amount: 'money', ...MONEY_AFTER, note: 'note?' },
  'group-set': { requestId: 'requestId?', ...GROUP },
  'account-set': { requestId: 'requestId', userId: 'uuid', ...ACCOUNT_SETTINGS },
} as const satisfies Record<string, Table>;

export type EventType = keyof typeof EVENTS;

type EventOf<Type extends EventType> = Plain<{ readonly type: Type } & InCore<(typeof EVENTS)[Type]>>;

export type InstrumentSet = EventOf<'instrument-set'>;
export type RulesSet = EventOf<'rules-set'>;
export type PriceHeld = EventOf<'price-held'>;
export type PriceReleased = EventOf<'price-released'>;
export type PriceSet = EventOf<'price-set'>;
export type AccountCreated = EventOf<'account-created'>;
export type OrderCreated = EventOf<'created'>;
export type OrderUpdated = EventOf<'updated'>;
export type OrderClosed = EventOf<'closed'>;
export type Rejected = EventOf<'rejected'>;
export type OrderPlaced = EventOf<'placed'>;
export type OrderCancelled = EventOf<'cancelled'>;
export type OrderReduced = EventOf<'reduced'>;
export type AllClosed = EventOf<'all-closed'>;
export type AllCancelled = EventOf<'all-cancelled'>;
export type AccountReport = EventOf<'account'>;
export type OrderReport = EventOf<'order'>;
export type Transferred = EventOf<'transferred'>;
export type Held = EventOf<'held'>;
export type HoldSettled = EventOf<'hold-settled'>;
export type GroupSet = EventOf<'group-set'>;
export type AccountSet = EventOf<'account-set'>;

/** Prices and quantities are in the units of `instrument`, money in millionths, times in milliseconds of log time. */
export type Event = { [Type in EventType]: EventOf<Type> }[EventType];

export type CloseReason = Word<'closeReason'>;
export type AccountFigures = InCore<typeof ACCOUNT_FIGURES>;
export type ValuedOrder = InCore<typeof VALUED_ORDER>;
export type PendingOrderFields = InCore<typeof PENDING_ORDER>;
export type ClosingPrice = InCore<typeof CLOSING_PRICE>;
export type OrderFields = Omit<ValuedOrder, 'currentPrice' | 'unrealizedPnl' | 'trailingStop'>;

/** An event as it stands in callback-stream. */
export type EventJson<Type extends EventType> = Plain<{ type: Type } & AsText<(typeof EVENTS)[Type]>>;

export type JsonEvent = { [Type in EventType]: EventJson<Type> }[EventType];
export type PendingOrderJson = AsText<typeof PENDING_ORDER>;
export type ValuedOrderJson = AsText<typeof VALUED_ORDER>;
export type ClosingPriceJson = AsText<typeof CLOSING_PRICE>;
export type AccountFiguresJson = AsText<typeof ACCOUNT_FIGURES>;
