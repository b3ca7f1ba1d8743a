export type { Redis } from 'ioredis';
export type { RedisAddress } from './address.ts';
export { Appender, type AppenderOptions, type AppendOutcome } from './append.ts';
export { Backlog, type BacklogOptions } from './backlog.ts';
export { Channel, type ChannelOptions, type ListeningConnection } from './channel.ts';
export { type Connection, connectRedis, pause, whenReady } from './connection.ts';
export { RedisConnections } from './connections.ts';
export { durabilityFaults } from './durability.ts';
export type { Entry } from './entry.ts';
export { entryDigest } from './entry-digest.ts';
export { isMoved, isReplyError, toError } from './errors.ts';
export {
  type Batch,
  CALLBACKS_PER_READ,
  ENTRIES_PER_READ,
  type FollowOptions,
  follow,
  OvertakenError,
  ReplacedError,
} from './follow.ts';
export {
  endOfStream,
  entriesAfter,
  entryAt,
  firstOfStream,
  lastEntries,
  type StreamInfo,
  streamInfo,
  trimBefore,
} from './inspect.ts';
export { type StreamKeys, streamKeys } from './keys.ts';
export { CAUSE_GONE, PUBLISH_SCRIPT, PUBLISHED_ALREADY, publishArguments, type Result } from './publish-batch.ts';
export { CausesLostError, Publisher, type PublisherOptions, ResultsLostError } from './publish-once.ts';
export { Replicas } from './replicas.ts';
export { type Resumption, resumeAt } from './resume.ts';
export { readInfo } from './server-info.ts';
