import type { Row } from '@fulcrum/db';
import type { LogId } from '@fulcrum/log';
import { historyIds } from '@fulcrum/protocol';
import type { Batch } from '../copying/batch-writer.ts';
import type { Accepted, Fill, OrderEnded, RecordedEvent } from './venue-events.ts';

const MINUTE_MS = 60_000;

/** Above this a batch is full. */
const MAX_EVENTS = 20_000;

/** What has become of an order: what is executed, and how and when it ended. */
type Outcome = readonly [
  executed: string,
  executedQuote: string,
  status: string | null,
  reason: string | null,
  endedAt: string | null,
];

const NOTHING: Outcome = ['0', '0', null, null, null];

/** The first trade of a market in a batch. */
export interface FirstTrade {
  /** In the market's units. */
  readonly price: number;
  /** Milliseconds of log time. */
  readonly time: number;
}

/** What a batch of entries of venue-events adds to the history of the order book. */
export class VenueRows implements Batch {
  readonly #shard: number;
  readonly trades: Row[] = [];
  readonly minutes = new Map<string, Set<number>>();
  readonly firstTrades = new Map<string, FirstTrade>();
  readonly #placed = new Map<string, Row>();
  readonly #outcomes = new Map<string, Outcome>();
  #events = 0;

  constructor(shard: number) {
    this.#shard = shard;
  }

  get isFull(): boolean {
    return this.#events >= MAX_EVENTS;
  }

  /** Orders that were placed in this batch, with what has become of them by its end. */
  get orders(): Row[] {
    return [...this.#placed].map(([orderId, row]) => [...row, ...(this.#outcomes.get(orderId) ?? NOTHING)]);
  }

  /** What has become of those that were placed before. */
  get outcomes(): Row[] {
    return [...this.#outcomes].filter(([orderId]) => !this.#placed.has(orderId)).map(([id, of]) => [id, ...of]);
  }

  /** Adds what one entry tells. The ids of trades are made from its own, so that none is written twice. */
  add(id: LogId, events: readonly RecordedEvent[]): void {
    this.#events += events.length;
    const idOf = historyIds(this.#shard, id);
    for (const [index, event] of events.entries()) {
      if (event.type === 'accepted') this.#placed.set(event.orderId, placedRow(event));
      else if (event.type === 'fill') this.#addFill(idOf(index), event);
      else this.#end(event);
    }
  }

  #addFill(id: string, fill: Fill): void {
    const { market, time } = fill;
    this.trades.push(tradeRow(id, fill));
    const minutes = this.minutes.get(market) ?? new Set();
    this.minutes.set(market, minutes.add(time - (time % MINUTE_MS)));
    if (!this.firstTrades.has(market)) this.firstTrades.set(market, { price: Number(unitsOf(fill.price)), time });
    this.#executed(fill.takerOrderId, fill.takerExecuted, fill.takerExecutedQuote);
    this.#executed(fill.makerOrderId, fill.makerExecuted, fill.makerExecutedQuote);
  }

  #executed(orderId: string, executed: string, executedQuote: string): void {
    this.#outcomes.set(orderId, [unitsOf(executed), unitsOf(executedQuote), null, null, null]);
  }

  #end({ orderId, executed, executedQuote, status, reason, time }: OrderEnded): void {
    this.#outcomes.set(orderId, [unitsOf(executed), unitsOf(executedQuote), status, reason, String(time)]);
  }
}

/** Figures of a market are printed with as many digits as its units have. */
function unitsOf(figure: string): string {
  return figure.replace('.', '').replace(/^(-?)0+(?=\d)/, '$1');
}

function placedRow(order: Accepted): Row {
  const { orderId, userId, market, clientId, side, orderType, timeInForce, selfTradePrevention, createdAt } = order;
  const units = (figure: string | undefined) => (figure === undefined ? null : unitsOf(figure));
  return [
    ...[orderId, userId, market, clientId === undefined ? null : String(clientId), side, orderType],
    ...[units(order.price), units(order.quantity), units(order.quoteQuantity)],
    ...[timeInForce, String(order.postOnly), selfTradePrevention, String(createdAt)],
  ];
}

function tradeRow(id: string, fill: Fill): Row {
  const { market, tradeId, price, quantity, quoteQuantity, takerSide, time } = fill;
  const client = (clientId: number | undefined) => (clientId === undefined ? null : String(clientId));
  return [
    ...[id, market, String(tradeId), unitsOf(price), unitsOf(quantity), unitsOf(quoteQuantity), takerSide],
    ...[fill.takerOrderId, fill.takerUserId, client(fill.takerClientId), unitsOf(fill.takerFee)],
    ...[fill.makerOrderId, fill.makerUserId, client(fill.makerClientId), unitsOf(fill.makerFee)],
    String(time),
  ];
}
