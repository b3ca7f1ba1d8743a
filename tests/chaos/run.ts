import { Campaign } from './campaign.ts';
import { LoadFigures } from './load/load-figures.ts';
import type { ChaosOptions, Outcome } from './outcome.ts';
import { World } from './world.ts';

const PROGRESS_EVERY_MS = 1_000;

/** Runs the product under load, disturbs it by the plan, waits until it is at rest, and compares. */
export async function runChaos(options: ChaosOptions): Promise<Outcome> {
  const figures = new LoadFigures();
  let doing = 'starting';
  const timer = setInterval(() => options.onProgress({ doing, figures }), PROGRESS_EVERY_MS);
  try {
    return await runInWorld(options, figures, (now) => {
      doing = now;
    });
  } finally {
    clearInterval(timer);
  }
}

async function runInWorld(
  options: ChaosOptions,
  figures: LoadFigures,
  tell: (doing: string) => void,
): Promise<Outcome> {
  const { signal, keepsFolder } = options;
  const world = await World.start(options.failsOver);
  const campaign = new Campaign(world, options, figures, tell);
  const { home } = world.stack;
  let isGood = false;
  try {
    const outcome = await Promise.race([campaign.run(), whenAborted(signal)]);
    isGood = outcome.findings.total === 0;
    return { ...outcome, folder: isGood && !keepsFolder ? undefined : home };
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(`${(error as Error).message} (logs and data: ${home})`, { cause: error });
  } finally {
    tell('stopping');
    await campaign.end();
    await world.stop(keepsFolder || (!isGood && !signal.aborted));
  }
}

/** Rejects when the run has to end early, whatever is in progress. It never resolves. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
