export { assert, InvariantError } from './assert.ts';
export { Backoff } from './backoff.ts';
export { describeFault, formatDecimal, parseDecimal } from './decimal.ts';
export type { Entry } from './entry.ts';
export type { LogEntry } from './log-entry.ts';
export {
  callbackId,
  causeOf,
  compareLogIds,
  earlierId,
  idAfter,
  isLogId,
  LOG_START,
  type LogId,
  logTime,
  MAX_PARTS,
} from './log-id.ts';
export { Refusal } from './refusal.ts';
export { assertShard, MAX_SHARD } from './shard.ts';
export { toError } from './to-error.ts';
