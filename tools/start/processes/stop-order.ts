import type { Child } from './child.ts';

/**
 * How long one rank may take before the next is asked to stop. Most processes end in a tenth of this. One that takes
 * longer waits for something that hangs, and all together have ten seconds.
 */
const AHEAD_MS = 1_200;

/** Asks all processes to stop, lower ranks first, and resolves when all have ended. */
export async function stopInOrder(children: readonly Pick<Child, 'stopRank' | 'stop'>[]): Promise<void> {
  const ranks = [...Map.groupBy(children, ({ stopRank }) => stopRank)].sort(([one], [other]) => one - other);
  const stopping: Promise<unknown>[] = [];
  for (const [, ofRank] of ranks) {
    const gone = Promise.all(ofRank.map((child) => child.stop()));
    stopping.push(gone);
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, AHEAD_MS))]);
  }
  await Promise.all(stopping);
}
