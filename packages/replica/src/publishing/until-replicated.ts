import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '@fulcrum/log';
import { type Connection, entryAt, entryDigest, type LogKeys, Replicas, toError } from '@fulcrum/streams';

export interface ReplicationParts {
  readonly redis: Connection;
  readonly keys: Pick<LogKeys, 'input'>;
  readonly minReplicas: number;
  /** The last entry that was applied. */
  readonly lastApplied: () => Entry | undefined;
  readonly signal: AbortSignal;
  readonly onError: (error: Error) => void;
}

/** The results that are sent behind the question wait for no longer than this. */
const ASK_LIMIT_MS = 200;
const RETRY_MS = 1_000;

/**
 * Resolves once as many replicas of Redis as wanted have all that the log and its results have had so far.
 *
 * WAIT speaks of what the same connection has written, so a message is published that no stream keeps. Another Redis may
 * have taken over since the last entry was read. Only one that has that very entry has all that stood before it.
 */
export async function untilReplicated(parts: ReplicationParts): Promise<void> {
  const { redis, keys, minReplicas, signal, onError } = parts;
  if (minReplicas === 0) return;
  const replicas = new Replicas(redis, minReplicas, ASK_LIMIT_MS);
  for (;;) {
    try {
      const expected = parts.lastApplied();
      const looking = expected === undefined ? undefined : entryAt(redis, keys.input, expected.id);
      const writing = redis.call('PUBLISH', [`replicated:${keys.input}`, '']);
      const [found, haveIt] = await Promise.all([looking, replicas.have(), writing]);
      if (haveIt && isSame(expected, found)) return;
    } catch (error) {
      if (!signal.aborted) onError(toError(error));
    }
    await sleep(RETRY_MS, undefined, { signal });
  }
}

function isSame(expected: Entry | undefined, found: Entry | undefined): boolean {
  return expected === undefined || (found !== undefined && entryDigest(found) === entryDigest(expected));
}
