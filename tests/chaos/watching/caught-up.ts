import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, readCheckpoint } from '@fulcrum/db';
import { compareLogIds, type LogId, logTime } from '@fulcrum/log';
import { endOfStream, streamInfo, streamKeys } from '@fulcrum/streams';
import type { Stack } from '../../support/stack.ts';
import type { CallbackWatch } from './callback-watch.ts';

/** The limit of a wait. Nothing is disturbed any more, so what takes longer will not come. */
const LIMIT_MS = 90_000;

/** Waits until a snapshot holds everything that is in the log now. While nothing is appended there are no snapshot points. */
export async function untilSnapshotOfAll(stack: Stack, db: Database): Promise<void> {
  let end: LogId | undefined;
  await until('there is a snapshot of all that happened', async () => {
    end ??= await endOfStream(stack.redis, streamKeys().engine);
    const position = await readCheckpoint(db, 0, 'engine');
    return { isThere: compareLogIds(position, end) >= 0, at: `${position}, not ${end}` };
  });
}

/** Waits until everybody who reads the log has come to its end. Nothing must be appended meanwhile. */
export async function untilAllCaughtUp(stack: Stack, db: Database, callbacks: CallbackWatch): Promise<void> {
  const keys = streamKeys();
  for (const engine of stack.engines)
    await until(`${engine.name} has applied and published everything`, async () => {
      const { lastId } = await streamInfo(stack.redis, keys.engine);
      const position = await engine.metric('engine_log_time_ms');
      const waiting = await engine.metric('engine_waiting_results');
      return { isThere: position === logTime(lastId) && waiting === 0, at: `${position}, ${waiting} waiting` };
    });
  const end = await endOfStream(stack.redis, keys.callback);
  await until(`the recorder has written everything up to ${end}`, async () => {
    const position = await readCheckpoint(db, 0, 'recorder');
    return { isThere: compareLogIds(position, end) >= 0, at: position };
  });
  await until(`everything up to ${end} has been read`, async () => ({
    isThere: compareLogIds(callbacks.last, end) >= 0,
    at: callbacks.last,
  }));
}

/** @throws with what was waited for, and how far it has come, when it takes too long. */
async function until(what: string, look: () => Promise<{ isThere: boolean; at: unknown }>): Promise<void> {
  let last: unknown;
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await sleep(100)) {
    try {
      const { isThere, at } = await look();
      if (isThere) return;
      last = at;
    } catch (error) {
      // A connection that was cut off by the last fault comes back by itself.
      last = (error as Error).message;
    }
  }
  throw new Error(`after ${LIMIT_MS / 1_000} s it is still not so that ${what}: ${last}`);
}
