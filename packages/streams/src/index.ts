export type { Redis } from 'ioredis';
export { OnceAppender, type OnceOnly, type ShownBeside } from './appending/append-once.ts';
export { Appender, type AppenderOptions, type AppendOutcome } from './appending/appender.ts';
export type { RedisAddress } from './connection/address.ts';
export { type Connection, connectRedis, whenReady } from './connection/connection.ts';
export { RedisConnections } from './connection/connections.ts';
export { durabilityFaults } from './connection/durability.ts';
export { isMoved, isReplyError, toError } from './connection/errors.ts';
export { Replicas } from './connection/replicas.ts';
export { readInfo } from './connection/server-info.ts';
export { type LogKeys, type StreamKeys, streamKeys } from './keys.ts';
export { CausesLostError, ResultsLostError } from './publishing/lost-errors.ts';
export {
  CAUSE_GONE,
  PUBLISH_SCRIPT,
  PUBLISHED_ALREADY,
  publishArguments,
  type Result,
} from './publishing/publish-batch.ts';
export { Publisher, type PublisherOptions } from './publishing/publish-once.ts';
export { Channel, type ChannelOptions, type ListeningConnection } from './reading/channel.ts';
export { entryDigest, hasDigest } from './reading/entry-digest.ts';
export {
  type Batch,
  CALLBACKS_PER_READ,
  ENTRIES_PER_READ,
  type FollowOptions,
  follow,
} from './reading/follow.ts';
export { GapError, ReplacedError } from './reading/gap-error.ts';
export {
  endIfEmpty,
  endOfStream,
  entriesAfter,
  entryAt,
  firstAfter,
  firstOfStream,
  lastEntries,
  type StreamInfo,
  streamInfo,
  trimBefore,
} from './reading/inspect.ts';
export { Reader, type ReaderOptions, type Reading } from './reading/reader.ts';
export { type Resumption, resumeAt, skipRemoved } from './reading/resume.ts';
export {
  keepLogTrimmed,
  type LogTrimming,
  type ReadPositions,
  type TrimmingSample,
  trimLogOnce,
} from './trimming/keep-trimmed.ts';
