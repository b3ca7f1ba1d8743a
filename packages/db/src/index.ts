export { PRICE_CANDLES, VENUE_CANDLES } from './candles/candle-tables.ts';
export {
  CANDLE_TIERS,
  type CandleRange,
  type CandleRow,
  type CandleTier,
  deleteOldCandles,
  type MadeCandle,
  mergeCandles,
  type OldCandles,
  readCandles,
} from './candles/candles.ts';
export { firstCandle, insertPastCandles, type PastCandles } from './candles/past-candles.ts';
export { connectDatabase, type Database, type Queryable } from './client/client.ts';
export { databaseReason } from './client/database-reason.ts';
export { readAtOneMoment } from './client/read-transaction.ts';
export { Prisma } from './generated/client.ts';
export {
  addUpHouseDay,
  beginningOfDay,
  dayOfTime,
  HOUSE_TABLES,
  lastHouseDay,
} from './house/house-days.ts';
export {
  type DayRange,
  type HouseResult,
  type HouseSum,
  readHouseResult,
} from './house/house-result.ts';
export { migrate } from './migrations/migrate.ts';
export { addNotices, type NewNotice, NOTICE_KINDS, type NoticeKind, TOLD_ANYWAY } from './notices/notices.ts';
export { deleteOldMails, deleteOldNotices } from './notices/retention.ts';
export {
  commands,
  type DamagedShard,
  databaseWaysOut,
  shardSettings,
  shellWord,
  venueWaysOut,
} from './operator/ways-out.ts';
export { askThrough, whyAuditUnprotected } from './rights/audit-protection.ts';
export { namedUser } from './rights/named-user.ts';
export { type FoundKey, findApiKey, writeKeyUses, writeVenueKeyUses } from './sign-in/api-keys.ts';
export { voidEmailChanges } from './sign-in/email-changes.ts';
export { type EndedSession, readEndedSessions, writeEndedSessions } from './sign-in/ended-sessions.ts';
export { DEVICE_DAYS, forgetOtherDevices, isKnownDevice, renewDevice } from './sign-in/known-devices.ts';
export { lockUser } from './sign-in/lock-user.ts';
export { NEVER_USED } from './sign-in/never-used.ts';
export {
  deleteEndedSessions,
  deleteOldDevices,
  deleteOldEmailChanges,
  deleteOverSessions,
  deleteUnusedTokens,
  deleteUnusedUsers,
} from './sign-in/retention.ts';
export {
  type BegunSession,
  beginSession,
  endAllSessions,
  endOtherSessions,
  endSession,
  writeSessionUses,
} from './sign-in/user-sessions.ts';
export {
  listVenueKeys,
  MAX_VENUE_KEYS,
  type RegisteredVenueKey,
  registerVenueKey,
  type VenueKeyRow,
} from './sign-in/venue-keys.ts';
export { assertColumns, type BulkTable, OWN_COLUMNS, type Row } from './tables/bulk-rows.ts';
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
} from './tables/checkpoint.ts';
export { type Loss, lossRow, lossTable, readLosses, venueLossTable } from './tables/losses.ts';
export { deleteHistoryRows, type HistoryIds } from './tables/old-rows.ts';
export {
  lastLossFoundAt,
  type OpenQuantities,
  type OpenQuantity,
  readOpenQuantities,
} from './tables/open-quantities.ts';
export { PostgresTables } from './tables/postgres-tables.ts';
export type { Finding, TableReading, Tables, Transaction } from './tables/tables.ts';
export { type HedgeHolding, noteHedgeHoldings, readHedgeHoldings } from './venue/hedge-holdings.ts';
export { leaveHedgeTurn, takeHedgeTurn } from './venue/hedge-turn.ts';
export { readTapePast, type TapePast } from './venue/read-tape-past.ts';
export {
  type FillQuery,
  type PastOrder,
  type PastOrderQuery,
  type PastTrade,
  type RecordedOrder,
  readFills,
  readOrderFrom,
  readPastOrders,
  readPastTrades,
  type UserFill,
} from './venue/read-venue-history.ts';
export {
  hasVenueCandles,
  insertMadeUpCandles,
  MADE_UP,
  type MadeUpCandle,
  readVenueCandles,
  type TimeSpan,
  VENUE_TIERS,
  type VenueCandle,
  type VenueTier,
} from './venue/venue-candles.ts';
export {
  type Forgotten,
  forgetVenueHistory,
  type VenueHistory,
  venueOutcomeTable,
  venuePastOrderTable,
  venueTradeTable,
  writeVenueHistory,
} from './venue/venue-history.ts';
export { deleteOldVenueOrders } from './venue/venue-retention.ts';
export { isPaymentTransferId, paymentTransferId } from './wallet/payment-id.ts';
export { findTransfer, type KnownTransfer, readWithdrawals, type Withdrawal } from './wallet/transfers.ts';
