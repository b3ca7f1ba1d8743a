export { assert, InvariantError } from './assert.ts';
export { callbackId, causeOf, compareLogIds, idAfter, isLogId, LOG_START, type LogId, logTime } from './log-id.ts';
