import { join } from 'node:path';
import { journalFolder } from '@fulcrum/journal';
import { connectRedis, type Redis, type RedisAddress, streamKeys, whenReady } from '@fulcrum/streams';
import { readCommandLine, takesNoArguments } from '../command-line.ts';
import { redisNamedBy } from '../log/redis-address.ts';
import { runningProduct } from '../log/runtime-file.ts';
import { shardIn } from '../log/shard.ts';
import { printLine } from '../print-line.ts';
import { JournalOutput } from './journal-output.ts';
import { writeJournal } from './write-journal.ts';

const USAGE = `Usage: npm run -s journal

Prints the whole log, one entry a line: the recorder's files, and behind them what Redis has.`;

const CONNECT_LIMIT_MS = 10_000;

/** The exit status when all that is left was written, but entries are missing. */
const NOT_WHOLE = 3;

/** Uses the named Redis, or the running one, or else starts the stopped one for the time of reading. */
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

/** Starts the local Redis. A deployment does not contain it, and always has REDIS_URL. */
async function startStopped(home: string) {
  const { startRedis } = await import('@fulcrum/devstack');
  return startRedis({ directory: join(home, 'redis'), onProgress: (message) => console.error(message) });
}

readCommandLine(USAGE, takesNoArguments);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of the output may close it early, as `head` does.
  if (error.code === 'EPIPE') process.exit(0);
  console.error(`The journal cannot be written: ${error.message}`);
  process.exit(1);
});
const { home, running } = runningProduct(process.env);
const output = new JournalOutput(printLine, (note) => console.error(`Note: ${note}.`));
try {
  const { engine, shard } = streamKeys(shardIn(process.env));
  const directory = journalFolder(process.env.JOURNAL_DIR || join(home, 'journal'), shard);
  await withRedis((redis) => writeJournal(directory, redis, engine, output));
  const { missing } = output;
  if (missing !== undefined) {
    console.error(`The journal ${missing}`);
    process.exitCode = NOT_WHOLE;
  }
} catch (error) {
  console.error(`The journal cannot be written: ${(error as Error).message}`);
  process.exit(1);
}
