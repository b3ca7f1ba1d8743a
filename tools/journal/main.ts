import { join } from 'node:path';
import { compareLogIds, LOG_START, type LogId } from '@fulcrum/core';
import { journalLines, parseJournalLine, toJournalLine } from '@fulcrum/journal';
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
import { runningProduct } from '../start/runtime-file.ts';

const CONNECT_LIMIT_MS = 10_000;

/** While the files are read the streams may be trimmed, up to what then stands in newer files. */
const ATTEMPTS = 5;

/** Writes the journal's files, and then what is still only in engine-stream, without a hole in between. */
async function writeJournal(directory: string, redis: Redis): Promise<void> {
  let last = LOG_START;
  for (let attempt = 1; ; attempt++) {
    last = await writeFiles(directory, last);
    try {
      return await writeStream(redis, last);
    } catch (error) {
      if (!(error instanceof OvertakenError)) throw error;
      if (attempt === ATTEMPTS)
        throw new Error(`there is a hole after ${last}: what follows stands in no file any more`);
      last = error.position;
    }
  }
}

/** Writes the entries of the files that come after one, and returns the id of the last. */
async function writeFiles(directory: string, after: LogId): Promise<LogId> {
  let last = after;
  for await (const line of journalLines(directory)) {
    const { id } = parseJournalLine(line);
    if (compareLogIds(id, last) <= 0) continue;
    await print(line);
    last = id;
  }
  return last;
}

async function writeStream(redis: Redis, after: LogId): Promise<void> {
  const key = streamKeys(Number(process.env.SHARD || 0)).engine;
  const { from } = await resumeAt(redis, key, after);
  const never = new AbortController().signal;
  const onError = (error: Error) => console.error(error.message);
  for await (const { entries, isCaughtUp } of follow({ redis, key, from, signal: never, onError })) {
    for (const { id, fields } of entries)
      await print(toJournalLine({ id, type: fields.type ?? '', data: fields.data ?? '' }));
    if (isCaughtUp) return;
  }
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
try {
  await withRedis((redis) => writeJournal(process.env.JOURNAL_DIR || join(home, 'journal'), redis));
} catch (error) {
  console.error(`The journal cannot be written: ${(error as Error).message}`);
  process.exit(1);
}
