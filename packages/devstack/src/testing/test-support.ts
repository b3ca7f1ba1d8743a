import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { GuardNote } from '../guard/guard-messages.ts';
import { isAlive } from '../server/server-processes.ts';

export async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { commandTimeout: 5_000 });
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

export async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
  // A broken connection fails the query. Without a listener this event would also end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

export function guardPidOf(directory: string): number {
  return (JSON.parse(readFileSync(join(directory, 'guard.json'), 'utf8')) as GuardNote).guardPid;
}

/** Waits until all processes have ended, and tells how long it took. Fails after the limit. */
export async function goneWithin(limitMs: number, pids: number[]): Promise<number> {
  const startedAt = Date.now();
  while (pids.some(isAlive)) {
    if (Date.now() - startedAt > limitMs) throw new Error(`Processes ${pids.filter(isAlive)} are still there.`);
    await sleep(50);
  }
  return Date.now() - startedAt;
}
