export type { AccountRecord } from './accounts.ts';
export { assert, InvariantError } from './assert.ts';
export { ChangeSet } from './change-set.ts';
export type { Changes } from './changes.ts';
export type { ClosedIdRecord } from './closed-ids.ts';
export type * from './commands.ts';
export { Core } from './core.ts';
export { formatDecimal, parseDecimal } from './decimal.ts';
export { type EventParts, isInParts } from './event-parts.ts';
export type * from './events.ts';
export type { HashKey } from './id-hash.ts';
export {
  hasLaterSettings,
  type Instrument,
  type InstrumentSettings,
  laterSettings,
  type Mode,
  parseInstrument,
  parsePrice,
  parseQuantity,
} from './instrument.ts';
export { maxPrice } from './limits.ts';
export { callbackId, causeOf, compareLogIds, idAfter, isLogId, LOG_START, type LogId, logTime } from './log-id.ts';
export { closingPrice, hasReachedStop, openingPrice, type Quote } from './market.ts';
export {
  floorDivide,
  isMarginCall,
  liquidationPriceOf,
  MONEY_DECIMALS,
  type Money,
  marginFor,
  type Position,
  payoutFor,
  profitAt,
  type Side,
} from './money.ts';
export { isRefusal, type OpeningRequest, type OpeningTerms, previewOpening } from './opening-terms.ts';
export type { OrderRecord } from './order.ts';
export type { Refusal } from './rejection.ts';
export { accountFigures } from './reports.ts';
export { Restoration } from './restore.ts';
export { FIRST_RULES, NEWEST_RULES, UnknownRulesError } from './rules-version.ts';
export type { HeldTickRecord, QuoteRecord, Snapshot, SnapshotHead, Totals } from './snapshot.ts';
export { printUuid } from './uuid.ts';
