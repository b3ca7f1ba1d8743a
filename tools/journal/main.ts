import { join } from 'node:path';
import { JournalGaps, journalLines, parseJournalLine, toJournalLine } from '@fulcrum/journal';
import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import {
  connectRedis,
  follow,
  OvertakenError,
  type Redis,
  type RedisAddress,
  resumeAt,
  streamKeys,
  whenReady,
} from '@fulcrum/streams';
import { redisNamedBy } from '../log/redis-address.ts';
import { shardIn } from '../log/shard.ts';
import { runningProduct } from '../start/runtime-file.ts';

const CONNECT_LIMIT_MS = 10_000;

/** While the files are read the streams may be trimmed, up to what then stands in newer files. */
const ATTEMPTS = 5;

/** The status where everything that is there was written, and something is missing. */
const NOT_WHOLE = 3;

const LOST = 'Redis lost entries, among them the one before this';

/**
 * Writes the journal's files, and then what is still only in engine-stream, without a hole in between.
 *
 * @param gaps notes the holes that the journal knows.
 * @throws an error with a sentence for people where there is another one, and where there is nothing at all.
 */
async function writeJournal(directory: string, redis: Redis, gaps: JournalGaps): Promise<void> {
  let last = LOG_START;
  for (let attempt = 1; ; attempt++) {
    last = await writeFiles(directory, last, gaps);
    try {
      last = await writeStream(redis, last, gaps);
      if (last === LOG_START) throw new Error(`nothing was recorded yet, neither in ${directory} nor in Redis`);
      return;
    } catch (error) {
      if (!(error instanceof OvertakenError)) throw error;
      if (attempt === ATTEMPTS)
        throw new Error(`there is a hole after ${last}: what follows stands in no file any more`);
      last = error.position;
    }
  }
}

/** Writes the entries of the files that come after one, and returns the id of the last. */
async function writeFiles(directory: string, after: LogId, gaps: JournalGaps): Promise<LogId> {
  let last = after;
  for await (const line of journalLines(directory)) {
    const entry = parseJournalLine(line);
    if (compareLogIds(entry.id, last) <= 0) continue;
    gaps.next(entry);
    await print(line);
    last = entry.id;
  }
  return last;
}

/** Writes the entries of the stream that come after one, and returns the id of the last. */
async function writeStream(redis: Redis, after: LogId, gaps: JournalGaps): Promise<LogId> {
  const key = streamKeys(shardIn(process.env)).engine;
  const { from, isLost } = await resumeAt(redis, key, after);
  const never = new AbortController().signal;
  const onError = (error: Error) => console.error(error.message);
  let last = after;
  for await (const { entries, isCaughtUp } of follow({ redis, key, from, signal: never, onError })) {
    for (const { id, fields } of entries) {
      const hole = isLost && last === after ? { hole: LOST } : {};
      const entry = { id, after: last, ...hole, type: fields.type ?? '', data: fields.data ?? '' };
      gaps.next(entry);
      await print(toJournalLine(entry));
      last = id;
    }
    if (isCaughtUp) break;
  }
  return last;
}

/** The Redis that was named, the one that runs now, or the stopped one, started for as long as it is read. */
async function withRedis(use: (redis: Redis) => Promise<void>): Promise<void> {
  const named = redisNamedBy(process.env) ?? (running && redisNamedBy(running.redis));
  if (named !== undefined) return withConnection(named, use);
  const server = await startStopped(home);
  try {
    await withConnection({ REDIS_URL: server.url }, use);
  } finally {
    await server.stop();
  }
}

async function withConnection(address: RedisAddress, use: (redis: Redis) => Promise<void>): Promise<void> {
  let reason = 'no answer';
  const redis = connectRedis(address, (error) => {
    reason = error.message;
  });
  try {
    await whenReady(redis, AbortSignal.timeout(CONNECT_LIMIT_MS)).catch(() => {
      const { REDIS_URL: url = `the primary ${address.REDIS_PRIMARY_NAME}` } = address;
      throw new Error(`Redis at ${url.replace(/:[^:@/]*@/, ':***@')} cannot be reached: ${reason}`);
    });
    await use(redis);
  } finally {
    redis.disconnect();
  }
}

/** The servers for local use are no part of a deployment, where REDIS_URL is always set. */
async function startStopped(home: string) {
  const { startRedis } = await import('@fulcrum/devstack');
  return startRedis({ directory: join(home, 'redis'), onProgress: (message) => console.error(message) });
}

async function print(line: string): Promise<void> {
  if (process.stdout.write(`${line}\n`)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const { home, running } = runningProduct(process.env);
const gaps = new JournalGaps();
try {
  await withRedis((redis) => writeJournal(process.env.JOURNAL_DIR || join(home, 'journal'), redis, gaps));
  const missing = gaps.describe();
  if (missing !== undefined) {
    console.error(`The journal ${missing}`);
    process.exitCode = NOT_WHOLE;
  }
} catch (error) {
  console.error(`The journal cannot be written: ${(error as Error).message}`);
  process.exit(1);
}
