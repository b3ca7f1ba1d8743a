import type { BulkTable, Row } from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import { type ClosedEvent, historyIds, type JsonEvent, type RejectedEvent } from '@fulcrum/protocol';

/** What a batch of callback entries adds to the history. */
export interface HistoryRows {
  readonly trades: Row[];
  readonly rejections: Row[];
  /** The last balance of each user that the batch tells of. */
  readonly balances: Map<string, string>;
}

export const tradeTable: BulkTable = {
  name: 'ExistingTrade',
  columns: [
    ['id', 'text'],
    ['orderId', 'uuid'],
    ['userId', 'uuid'],
    ['asset', 'text'],
    ['side', 'text'],
    ['quantity', 'numeric'],
    ['leverage', 'int'],
    ['openPrice', 'numeric'],
    ['closePrice', 'numeric'],
    ['slippage', 'numeric'],
    ['margin', 'numeric'],
    ['pnl', 'numeric'],
    ['payout', 'numeric'],
    ['reason', 'text'],
    ['liquidated', 'boolean'],
    ['openedAt', 'bigint'],
    ['closedAt', 'bigint'],
  ],
};

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

export function emptyHistory(): HistoryRows {
  return { trades: [], rejections: [], balances: new Map() };
}

/** Adds what one callback entry tells to the rows. The rows' ids are made from its id, so that none is written twice. */
export function addHistory(rows: HistoryRows, callback: LogId, events: readonly JsonEvent[]): void {
  const idOf = historyIds(callback);
  for (const [index, event] of events.entries()) {
    if (event.type === 'closed') rows.trades.push(tradeRow(idOf(index), event));
    if (event.type === 'rejected') rows.rejections.push(rejectionRow(idOf(index), callback, event));
    if (event.type === 'closed' || event.type === 'created' || event.type === 'account-created')
      rows.balances.set(event.userId, event.balance);
  }
}

function tradeRow(id: string, event: ClosedEvent): Row {
  const { orderId, userId, asset, side, quantity, leverage, openPrice, closePrice, slippage } = event;
  const { margin, pnl, payout, reason, liquidated, openedAt, closedAt } = event;
  const position = [orderId, userId, asset, side, quantity, String(leverage), openPrice, closePrice, slippage];
  return [id, ...position, margin, pnl, payout, reason, String(liquidated), String(openedAt), String(closedAt)];
}

function rejectionRow(id: string, callback: LogId, event: RejectedEvent): Row {
  const { requestId, orderId = null, userId = null, code, message } = event;
  return [id, withoutNul(requestId), orderId, userId, code, message, String(logTime(callback))];
}

/** PostgreSQL's text has no place for this one character, which a request's id may hold. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
