import type { AsText, InCore, Plain, Table } from './fields.ts';
import { ASSET, MARKET, type MarketSettings } from './settings.ts';

/** What an order was when it was placed. */
const PLACED = {
  orderId: 'orderId',
  clientId: 'clientId?',
  userId: 'uuid',
  market: 'market',
  side: 'side',
  orderType: 'orderType',
  price: 'price?',
  quantity: 'quantity?',
  quoteQuantity: 'quote?',
  timeInForce: 'timeInForce',
  postOnly: 'flag',
  selfTradePrevention: 'selfTradePrevention',
  createdAt: 'time',
} as const;

/** An order with what has been filled of it. */
export const ORDER = { ...PLACED, executed: 'quantity', executedQuote: 'quote' } as const;

/**
 * What the core answers: the only place that lists the fields of its events. A field that is added may be absent, because
 * older entries do not have it.
 */
export const EVENTS = {
  'asset-set': { requestId: 'requestId?', ...ASSET },
  'market-set': { requestId: 'requestId?', ...MARKET },
  'account-created': { requestId: 'requestId', userId: 'uuid', balances: 'balances' },
  /** The first event of an order that is not refused. */
  accepted: { requestId: 'requestId', ...PLACED },
  fill: {
    market: 'market',
    /** Counts the market's trades from 1, without a gap. */
    tradeId: 'whole',
    price: 'price',
    quantity: 'quantity',
    quoteQuantity: 'quote',
    takerSide: 'side',
    takerOrderId: 'orderId',
    takerUserId: 'uuid',
    takerClientId: 'clientId?',
    takerFee: 'quote',
    makerOrderId: 'orderId',
    makerUserId: 'uuid',
    makerClientId: 'clientId?',
    /** Negative: a rebate. */
    makerFee: 'quote',
    /** What has been filled of the two orders in all. */
    makerExecuted: 'quantity',
    makerExecutedQuote: 'quote',
    takerExecuted: 'quantity',
    takerExecutedQuote: 'quote',
    /** What is left of the maker's order. Nothing: it is filled. */
    makerLeft: 'quantity',
    time: 'time',
  },
  /** An order is no longer open. */
  'order-ended': {
    orderId: 'orderId',
    clientId: 'clientId?',
    userId: 'uuid',
    market: 'market',
    status: 'status',
    reason: 'reason',
    executed: 'quantity',
    executedQuote: 'quote',
    time: 'time',
  },
  /** The last event of an input that touched a book: the levels that changed, each once. */
  book: {
    market: 'market',
    /** Counts these events of the market from 1, without a gap. */
    updateId: 'whole',
    changes: 'changes',
    time: 'time',
  },
  'cancel-accepted': { requestId: 'requestId', ...ORDER },
  'orders-cancelled': {
    requestId: 'requestId',
    userId: 'uuid',
    market: 'market',
    side: 'side?',
    orderIds: 'orderIds',
  },
  rejected: {
    requestId: 'requestId',
    code: 'code',
    message: 'text',
    /** What the command named. */
    userId: 'uuid?',
    market: 'lookup?',
  },
} as const satisfies Record<string, Table>;

export type EventType = keyof typeof EVENTS;

/** The settings of a market are one object, which also says in which units they are. */
interface SettingsOfMarket {
  readonly requestId?: string | undefined;
  readonly market: MarketSettings;
}

type EventOf<Type extends EventType> = Plain<
  { readonly type: Type } & (Type extends 'market-set' ? SettingsOfMarket : InCore<(typeof EVENTS)[Type]>)
>;

export type AssetSet = EventOf<'asset-set'>;
export type MarketSet = EventOf<'market-set'>;
export type AccountCreated = EventOf<'account-created'>;
export type Accepted = EventOf<'accepted'>;
export type Fill = EventOf<'fill'>;
export type OrderEnded = EventOf<'order-ended'>;
export type BookChanged = EventOf<'book'>;
export type CancelAccepted = EventOf<'cancel-accepted'>;
export type OrdersCancelled = EventOf<'orders-cancelled'>;
export type Rejected = EventOf<'rejected'>;

/** Amounts are in the units of their market or asset, times in milliseconds of log time. */
export type Event = { [Type in EventType]: EventOf<Type> }[EventType];

/** An order as those see it who read the state. */
export type OrderView = InCore<typeof ORDER>;

/** An event as it stands in venue-events. */
export type EventJson<Type extends EventType> = Plain<{ readonly type: Type } & AsText<(typeof EVENTS)[Type]>>;
export type JsonEvent = { [Type in EventType]: EventJson<Type> }[EventType];
export type OrderJson = AsText<typeof ORDER>;
