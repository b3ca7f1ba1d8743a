export type { BulkTable, Row } from './bulk-rows.ts';
export {
  CANDLE_TIERS,
  type CandleRange,
  type CandleRow,
  type CandleTier,
  deleteCandlesBefore,
  type MadeCandle,
  mergeCandles,
  readCandles,
} from './candles.ts';
export {
  CheckpointMovedError,
  checkpointTable,
  keptDigest,
  moveCheckpoint,
  type Place,
  placeOf,
  type Reader,
  readCheckpoint,
  readPlace,
} from './checkpoint.ts';
export { connectDatabase, type Database, type Queryable } from './client.ts';
export { databaseReason } from './database-reason.ts';
export { type EndedSession, readEndedSessions, writeEndedSessions } from './ended-sessions.ts';
export { Prisma } from './generated/client.ts';
export { type Loss, lossRow, lossTable, readLosses } from './losses.ts';
export { migrate } from './migrate.ts';
export { firstCandle, insertPastCandles, type PastCandles } from './past-candles.ts';
export { PostgresTables } from './postgres-tables.ts';
export { readAtOneMoment } from './read-transaction.ts';
export { deleteEndedSessions, deleteRejectionsBefore, deleteUnusedTokens, deleteUnusedUsers } from './retention.ts';
export type { Finding, TableReading, Tables, Transaction } from './tables.ts';
export { commands, databaseWaysOut, shellWord } from './ways-out.ts';
