import { join, resolve } from 'node:path';
import { LOG_START, type LogId } from '@fulcrum/core';
import { startRedis } from '@fulcrum/devstack';
import { journalLines, parseJournalLine, toJournalLine } from '@fulcrum/journal';
import { connectRedis, entriesAfter, streamKeys, whenReady } from '@fulcrum/streams';
import { isAlive, readRuntime } from '../start/runtime-file.ts';

const CONNECT_LIMIT_MS = 10_000;

/** Writes the journal's files, and then what is still only in engine-stream. */
async function writeJournal(home: string): Promise<void> {
  const last = await writeFiles(join(home, 'journal'));
  await withRedis(home, (url) => writeStream(url, last));
}

async function writeFiles(directory: string): Promise<LogId> {
  let last = '';
  for await (const line of journalLines(directory)) {
    await print(line);
    last = line;
  }
  return last === '' ? LOG_START : parseJournalLine(last).id;
}

async function writeStream(url: string, after: LogId): Promise<void> {
  let lastError: Error | undefined;
  const redis = connectRedis(url, (error) => {
    lastError = error;
  });
  try {
    await whenReady(redis, AbortSignal.timeout(CONNECT_LIMIT_MS)).catch((error) => {
      throw new Error(`Redis cannot be reached: ${(lastError ?? error).message}`);
    });
    for await (const { id, fields } of entriesAfter(redis, streamKeys().engine, after))
      await print(toJournalLine({ id, type: fields.type ?? '', data: fields.data ?? '' }));
  } finally {
    redis.disconnect();
  }
}

/** The Redis that was named, the one that runs now, or the stopped one, started for as long as it is read. */
async function withRedis(home: string, use: (url: string) => Promise<void>): Promise<void> {
  const running = readRuntime(home);
  const url = process.env.REDIS_URL || (running && isAlive(running.pid, 'tools/start') ? running.redisUrl : undefined);
  const server = await startRedis({
    directory: join(home, 'redis'),
    url,
    onProgress: (message) => console.error(message),
  });
  try {
    await use(server.url);
  } finally {
    await server.stop();
  }
}

async function print(line: string): Promise<void> {
  if (process.stdout.write(`${line}\n`)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  await writeJournal(resolve(process.env.FULCRUM_HOME || '.fulcrum'));
} catch (error) {
  console.error(`The journal cannot be written: ${(error as Error).message}`);
  process.exit(1);
}
