import { parentPort, workerData } from 'node:worker_threads';
import { applyMutation } from './mutations/mutate.ts';
import type { WorkerTask } from './runner.ts';

/** Runs one seed after the other, as it is told; with a deliberate bug in the product, if it is told so. */

if (parentPort === null) throw new Error('the simulator runs in threads of its own');
const port = parentPort;
const { mutation, isTalkative, conditions } = workerData as WorkerTask;
if (mutation !== undefined) applyMutation(mutation);
// The product makes many errors here, and nobody reads where, unless it is one run that somebody looks at.
if (!isTalkative) Error.stackTraceLimit = 0;
// Only now: what is loaded before cannot be changed any more.
const { simulate } = await import('./simulation.ts');

port.on('message', async (seed: number) => {
  const { lines, ...outcome } = await simulate(seed, mutation?.showsWith ?? conditions);
  port.postMessage({ ...outcome, lines: isTalkative ? lines : [] });
});
