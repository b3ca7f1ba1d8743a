import { EVENTS, type EventType } from '@fulcrum/cfd';
import { type BulkTable, Prisma, type Row } from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import { historyIds, type JsonEvent, type RejectedEvent } from '@fulcrum/protocol';
import { deskAnswerRow, deskAnswerTable } from './desk-answer-rows.ts';
import { eventTable } from './event-table.ts';
import { ledgerRows, ledgerTable } from './ledger-rows.ts';
import { orderEventRow, orderEventTable } from './order-event-rows.ts';
import { transferRow, transferTable } from './transfer-rows.ts';

/** What a batch of callback entries adds to the history. */
export interface HistoryRows {
  /** Whose log it is: the rows' ids are made from it. */
  readonly shard: number;
  readonly trades: Row[];
  readonly cancelled: Row[];
  readonly reduced: Row[];
  /** What happened to orders before their end. */
  readonly orderEvents: Row[];
  readonly rejections: Row[];
  readonly ledger: Row[];
  readonly transfers: Row[];
  /** What the engine answered to actions of the desk. */
  readonly deskAnswers: Row[];
  /** The last balance of each user that the batch tells of. */
  readonly balances: Map<string, string>;
}

export const tradeTable = eventTable('ExistingTrade', EVENTS.closed, Prisma.ExistingTradeScalarFieldEnum);
export const cancelledTable = eventTable('CancelledOrder', EVENTS.cancelled, Prisma.CancelledOrderScalarFieldEnum);
export const reducedTable = eventTable('ReducedOrder', EVENTS.reduced, Prisma.ReducedOrderScalarFieldEnum);

export const rejectionTable: BulkTable = {
  name: 'Rejection',
  columns: [
    ['id', 'text'],
    ['requestId', 'text'],
    ['orderId', 'uuid'],
    ['userId', 'uuid'],
    ['code', 'text'],
    ['message', 'text'],
    ['rejectedAt', 'bigint'],
  ],
};

/** `User.balance` is a copy for people: the truth is the engine's. */
export const balanceTable: BulkTable = {
  name: 'User',
  columns: [
    ['id', 'uuid'],
    ['balance', 'numeric'],
  ],
};

/** The tables that hold a row for an event, and the rows for each. */
export const HISTORY_TABLES = [
  [tradeTable, 'trades'],
  [cancelledTable, 'cancelled'],
  [reducedTable, 'reduced'],
  [orderEventTable, 'orderEvents'],
  [rejectionTable, 'rejections'],
  [ledgerTable, 'ledger'],
  [transferTable, 'transfers'],
  [deskAnswerTable, 'deskAnswers'],
] as const satisfies readonly (readonly [BulkTable, keyof HistoryRows])[];

/** The events behind which an account's balance may be another one. They tell it. */
const BALANCE_EVENTS: ReadonlySet<string> = new Set<EventType>([
  ...(['account-created', 'created', 'closed', 'reduced'] as const),
  ...(['transferred', 'held', 'hold-settled'] as const),
]);

export function emptyHistory(shard: number): HistoryRows {
  const ends = { trades: [], cancelled: [], reduced: [], rejections: [] };
  return { shard, ...ends, orderEvents: [], ledger: [], transfers: [], deskAnswers: [], balances: new Map() };
}

/** Adds what one callback entry tells to the rows. The rows' ids are made from its id, so that none is written twice. */
export function addHistory(rows: HistoryRows, callback: LogId, events: readonly JsonEvent[]): void {
  const idOf = historyIds(rows.shard, callback);
  for (const [index, event] of events.entries()) {
    const id = idOf(index);
    if (event.type === 'closed') rows.trades.push(tradeTable.row(id, event));
    if (event.type === 'cancelled') rows.cancelled.push(cancelledTable.row(id, event));
    if (event.type === 'reduced') rows.reduced.push(reducedTable.row(id, event));
    if (event.type === 'rejected') rows.rejections.push(rejectionRow(id, callback, event));
    const orderEvent = orderEventRow(id, event);
    if (orderEvent !== undefined) rows.orderEvents.push(orderEvent);
    rows.ledger.push(...ledgerRows(id, callback, event));
    const transfer = transferRow(id, callback, event);
    if (transfer !== undefined) rows.transfers.push(transfer);
    const deskAnswer = deskAnswerRow(id, event);
    if (deskAnswer !== undefined) rows.deskAnswers.push(deskAnswer);
    if (BALANCE_EVENTS.has(event.type) && 'balance' in event) rows.balances.set(event.userId, event.balance);
  }
}

/** How many rows there are for each table. */
export function rowCounts(rows: HistoryRows): [table: string, rows: number][] {
  return HISTORY_TABLES.map(([{ name }, of]) => [name, rows[of].length]);
}

function rejectionRow(id: string, callback: LogId, event: RejectedEvent): Row {
  const { requestId, orderId = null, userId = null, code, message } = event;
  return [id, withoutNul(requestId), orderId, userId, code, message, String(logTime(callback))];
}

/** PostgreSQL's text has no place for this one character, which a request's id may hold. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
