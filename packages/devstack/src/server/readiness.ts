import { setTimeout as sleep } from 'node:timers/promises';
import type { OnProgress } from '../dev-server.ts';
import type { Guard } from '../guard/guard-client.ts';
import type { ServerLog } from '../guard/server-log.ts';

/** A server's state: ready, or busy with something that people may want to know. */
export type Answer = { readonly ready: true } | { readonly ready: false; readonly doing: string };

const pollMs = 40;
/** A server that is silent for this long counts as failed. */
const silenceLimitMs = 30_000;
/** The limit for a server that says that it is busy, such as with loading data. */
const busyLimitMs = 15 * 60_000;
const progressEveryMs = 2_000;

/** Waits until the server can be used. If it ends or stays silent, the error quotes its last words. */
export async function whenReady(
  ask: () => Promise<Answer | undefined>,
  guard: Guard,
  log: ServerLog,
  onProgress: OnProgress,
): Promise<void> {
  const startedAt = Date.now();
  let answeredAt = startedAt;
  let toldAt = startedAt;
  for (;;) {
    const answer = await ask();
    if (answer?.ready) return;
    const now = Date.now();
    if (answer) answeredAt = now;
    if (answer && now - toldAt >= progressEveryMs) {
      toldAt = now;
      onProgress(answer.doing);
    }
    if (guard.hasEnded()) throw failure('ended while it started', log);
    if (now - answeredAt > silenceLimitMs) throw failure(`gave no answer for ${silenceLimitMs / 1_000} s`, log);
    if (now - startedAt > busyLimitMs) throw failure(`was not ready after ${busyLimitMs / 60_000} minutes`, log);
    await sleep(pollMs);
  }
}

function failure(what: string, log: ServerLog): Error {
  return new Error(`The server ${what}. ${log.path} ends with:\n${log.tail()}`);
}
