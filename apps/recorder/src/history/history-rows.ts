import { EVENTS, type EventType, type Kind, valueFieldsOf } from '@fulcrum/cfd';
import { type BulkTable, Prisma, type Row } from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import { type ClosedEvent, historyIds, type JsonEvent, type RejectedEvent } from '@fulcrum/protocol';
import { ledgerRows } from './ledger-rows.ts';
import { transferRow } from './transfer-rows.ts';

/** What a batch of callback entries adds to the history. */
export interface HistoryRows {
  /** Whose log it is: the rows' ids are made from it. */
  readonly shard: number;
  readonly trades: Row[];
  readonly rejections: Row[];
  readonly ledger: Row[];
  readonly transfers: Row[];
  /** The last balance of each user that the batch tells of. */
  readonly balances: Map<string, string>;
}

/** The types of columns, by the kind of value that they hold: text, where none is named. */
const COLUMN_TYPES: Partial<Record<Kind, string>> = {
  uuid: 'uuid',
  price: 'numeric',
  quantity: 'numeric',
  money: 'numeric',
  whole: 'int',
  flag: 'boolean',
  time: 'bigint',
};

/** What the table of trades keeps of a closing: all fields that it has a column for. */
const TRADE_FIELDS = valueFieldsOf(EVENTS.closed).filter(({ name }) => name in Prisma.ExistingTradeScalarFieldEnum);

export const tradeTable: BulkTable = {
  name: 'ExistingTrade',
  columns: [['id', 'text'], ...TRADE_FIELDS.map(({ name, kind }) => [name, COLUMN_TYPES[kind] ?? 'text'] as const)],
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

/** The events behind which an account's balance may be another one. They tell it. */
const BALANCE_EVENTS: ReadonlySet<string> = new Set<EventType>([
  ...(['account-created', 'created', 'closed'] as const),
  ...(['transferred', 'held', 'hold-settled'] as const),
]);

export function emptyHistory(shard: number): HistoryRows {
  return { shard, trades: [], rejections: [], ledger: [], transfers: [], balances: new Map() };
}

/** Adds what one callback entry tells to the rows. The rows' ids are made from its id, so that none is written twice. */
export function addHistory(rows: HistoryRows, callback: LogId, events: readonly JsonEvent[]): void {
  const idOf = historyIds(rows.shard, callback);
  for (const [index, event] of events.entries()) {
    if (event.type === 'closed') rows.trades.push(tradeRow(idOf(index), event));
    if (event.type === 'rejected') rows.rejections.push(rejectionRow(idOf(index), callback, event));
    rows.ledger.push(...ledgerRows(idOf(index), callback, event));
    const transfer = transferRow(idOf(index), callback, event);
    if (transfer !== undefined) rows.transfers.push(transfer);
    if (BALANCE_EVENTS.has(event.type) && 'balance' in event) rows.balances.set(event.userId, event.balance);
  }
}

function tradeRow(id: string, event: ClosedEvent): Row {
  return [id, ...TRADE_FIELDS.map(({ name }) => String(event[name as keyof ClosedEvent]))];
}

function rejectionRow(id: string, callback: LogId, event: RejectedEvent): Row {
  const { requestId, orderId = null, userId = null, code, message } = event;
  return [id, withoutNul(requestId), orderId, userId, code, message, String(logTime(callback))];
}

/** PostgreSQL's text has no place for this one character, which a request's id may hold. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
