import type { BulkTable } from '@fulcrum/db';

/** The snapshot's tables. Their columns are those of the rows in snapshot-rows.ts, in the same order. */

/** One row for each recent cut. */
export const summaryTable: BulkTable = {
  name: 'Snapshot',
  columns: [
    ['position', 'text'],
    ['formatVersion', 'int'],
    ['stateHash', 'text'],
    ['houseResult', 'numeric'],
    ['deposits', 'numeric'],
    ['nextOrderNumber', 'bigint'],
    ['rulesVersion', 'int'],
    ['entryDigest', 'text'],
  ],
};

export const instrumentTable: BulkTable = {
  name: 'Instrument',
  columns: [
    ['asset', 'text'],
    ['priceDecimals', 'int'],
    ['quantityDecimals', 'int'],
    ['minQuantity', 'numeric'],
    ['maxQuantity', 'numeric'],
    ['maxLeverage', 'int'],
    ['maxQuoteAgeMs', 'bigint'],
    ['assetClass', 'text'],
    ['mode', 'text'],
    ['maxSpreadBps', 'int'],
    ['maxJumpBps', 'int'],
    ['confirmJumpMs', 'int'],
  ],
};

export const quoteTable: BulkTable = {
  name: 'Quote',
  columns: [
    ['asset', 'text'],
    ['bid', 'numeric'],
    ['ask', 'numeric'],
    ['time', 'bigint'],
  ],
};

export const heldTickTable: BulkTable = {
  name: 'HeldTick',
  columns: [
    ['asset', 'text'],
    ['bid', 'numeric'],
    ['ask', 'numeric'],
    ['exchangeTime', 'text'],
    ['source', 'text'],
    ['heldSince', 'bigint'],
  ],
};

export const accountTable: BulkTable = {
  name: 'Account',
  columns: [
    ['userId', 'uuid'],
    ['balance', 'numeric'],
  ],
};

export const orderTable: BulkTable = {
  name: 'OpenOrder',
  columns: [
    ['orderId', 'uuid'],
    ['number', 'bigint'],
    ['userId', 'uuid'],
    ['asset', 'text'],
    ['side', 'text'],
    ['quantity', 'numeric'],
    ['leverage', 'int'],
    ['openPrice', 'numeric'],
    ['margin', 'numeric'],
    ['takeProfit', 'numeric'],
    ['stopLoss', 'numeric'],
    ['slippage', 'numeric'],
    ['openedAt', 'bigint'],
  ],
};

export const closedIdTable: BulkTable = {
  name: 'ClosedId',
  columns: [
    ['orderId', 'uuid'],
    ['userId', 'uuid'],
    ['closedAt', 'bigint'],
  ],
};
