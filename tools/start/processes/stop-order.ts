import type { Child } from './child.ts';

/**
 * So long those that bring work may be ahead of those that do it. Most are gone in a tenth of that. What takes longer
 * waits for something that hangs, and all together have ten seconds.
 */
const AHEAD_MS = 1_200;

/** Asks all processes to stop, the lower ranks first, and resolves when all are gone. */
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
