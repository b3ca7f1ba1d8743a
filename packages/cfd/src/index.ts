export { formatDecimal, parseDecimal } from '@fulcrum/log';
export { Core } from './core.ts';
export * from './messages/commands.ts';
export { type EventParts, isInParts } from './messages/event-parts.ts';
export * from './messages/events.ts';
export type { AsText, CancelCode, Kind, Many, One, OrdersPage, Spec, Table } from './messages/fields.ts';
export { WORDS } from './messages/fields.ts';
export { INSTRUMENT, type Instrument, type InstrumentSettings, type Mode } from './messages/instrument.ts';
export { isRefusal, type Refusal } from './messages/rejection.ts';
export { isRejectionCode, REJECTIONS, type RejectionCode } from './messages/rejections.ts';
export { DEFAULT_GROUP, SETTINGS_FIGURES } from './messages/settings.ts';
export { type Field, fieldsOf, type MessageField, type ValueField, valueFieldsOf } from './messages/table.ts';
export { MAX_ORDERS_PER_ACCOUNT, MAX_PAUSE_MS, maxPrice } from './numbers/limits.ts';
export {
  floorDivide,
  type Grid,
  isMarginCall,
  liquidationPriceOf,
  MONEY_DECIMALS,
  type Money,
  marginFor,
  type Position,
  payoutFor,
  profitAt,
  readMoney,
  type Side,
} from './numbers/money.ts';
export { closingPrice, hasReachedStop, openingPrice, type Quote, trailingStopAt } from './prices/quote.ts';
export { accountFigures } from './reads/reports.ts';
export {
  hasLaterSettings,
  parseInstrument,
  parsePrice,
  parseQuantity,
} from './rules/instrument.ts';
export { closingOf, netAgainst } from './rules/netting/net-plan.ts';
export { type NettingTerms, previewNetting } from './rules/netting/preview-netting.ts';
export { type OpeningRequest, type OpeningTerms, previewOpening } from './rules/opening/opening-terms.ts';
export { type PlacingRequest, type PlacingTerms, previewPlacing } from './rules/pending/placing-terms.ts';
export {
  DESK_RULES,
  FIRST_RULES,
  LEDGER_RULES,
  NEWEST_RULES,
  ORDER_RULES,
  SETTINGS_RULES,
  UnknownRulesError,
} from './rules/rules-version.ts';
export { DEALER_SOURCE } from './rules/set-price.ts';
export { ChangeSet } from './snapshot/change-set.ts';
export type { Changes } from './snapshot/changes.ts';
export { Restoration } from './snapshot/restore.ts';
export type { HeldTickRecord, QuoteRecord, Snapshot, SnapshotHead, Totals } from './snapshot/snapshot.ts';
export type { TableCodec } from './snapshot/table-codec.ts';
export * from './snapshot/tables.ts';
export type { AccountRecord } from './state/accounts.ts';
export type { Columns, Printable, RecordOf } from './state/columns.ts';
export type { HoldRecord } from './state/hold-fields.ts';
export type { ClosedIdRecord, OrderRecord } from './state/order.ts';
