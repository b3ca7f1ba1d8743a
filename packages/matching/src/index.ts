export { Core, PUBLIC_KEY } from './core.ts';
export * from './messages/commands.ts';
export * from './messages/events.ts';
export {
  type AssetUnits,
  type AsText,
  type BalanceRow,
  type InCore,
  type Kind,
  type LevelChange,
  type MarketUnits,
  type Side,
  type Spec,
  type Table,
  WORDS,
  type Word,
} from './messages/fields.ts';
export { REJECTION_CODES, type RejectionCode } from './messages/rejections.ts';
export { ASSET, MARKET, type MarketRequest, type MarketSettings } from './messages/settings.ts';
export { type Field, fieldsOf } from './messages/table.ts';
export type { Quote } from './reads/quote.ts';
export type { LevelRow, MarketFigures, Reads } from './reads/reads.ts';
export { ChangeSet } from './snapshot/change-set.ts';
export type { Changes } from './snapshot/changes.ts';
export type * from './snapshot/records.ts';
export { Restoration } from './snapshot/restore.ts';
export type { Row, RowCodec } from './snapshot/row-codec.ts';
export * from './snapshot/tables.ts';
export { printBalances, printEvent, printOrder, printSettings } from './text/print-event.ts';
export { readCommand } from './text/read-command.ts';
