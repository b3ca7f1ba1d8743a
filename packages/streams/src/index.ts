export type { Redis } from 'ioredis';
export { Appender, type AppendOutcome } from './append.ts';
export { connectRedis, pause, whenReady } from './connection.ts';
export type { Entry } from './entry.ts';
export { isReplyError, toError } from './errors.ts';
export { type FollowOptions, follow, OvertakenError } from './follow.ts';
export { endOfStream, entriesAfter, lastEntries, type StreamInfo, streamInfo, trimBefore } from './inspect.ts';
export { type StreamKeys, streamKeys } from './keys.ts';
export { Publisher, type PublisherOptions, type Result } from './publish-once.ts';
