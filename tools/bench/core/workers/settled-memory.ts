import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Memory {
  readonly rssBytes: number;
  /** The heap, and the memory that its objects own outside of it. */
  readonly jsBytes: number;
}

/** Without "last resort" the collector keeps empty pages. They are garbage of the filling, and no part of the state. */
export async function settledMemory(): Promise<Memory> {
  assert(globalThis.gc !== undefined, 'the worker runs with --expose-gc');
  for (let round = 0; round < 3; round++) {
    globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await sleep(100);
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rssBytes: rss, jsBytes: heapUsed + external };
}
