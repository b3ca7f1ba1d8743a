import { parentPort } from 'node:worker_threads';
import { MutatedModules } from './mutations/mutate.ts';
import type { Mutation } from './mutations/mutations.ts';
import type { WorkerTask } from './runner.ts';

/** Runs one seed after the other, as it is told; with a deliberate bug in the product, if it is told so. */

if (parentPort === null) throw new Error('the simulator runs in threads of its own');
const port = parentPort;

type Simulator = typeof import('./simulation.ts');

let modules: MutatedModules | undefined;
/** The one with the last deliberate bug, whose next seeds follow. */
let last: { readonly name: string; readonly simulator: Simulator } | undefined;

async function simulatorWith(mutation: Mutation): Promise<Simulator> {
  modules ??= new MutatedModules(new URL('./simulation.ts', import.meta.url));
  if (last?.name !== mutation.name)
    last = { name: mutation.name, simulator: (await modules.with(mutation)) as Simulator };
  return last.simulator;
}

port.on('message', async ({ seed, mutation, conditions, isTalkative }: WorkerTask) => {
  // The product makes many errors here, and nobody reads where, unless it is one run that somebody looks at.
  if (!isTalkative) Error.stackTraceLimit = 0;
  const { simulate } = await (mutation === undefined ? import('./simulation.ts') : simulatorWith(mutation));
  const { lines, ...outcome } = await simulate(seed, mutation?.showsWith ?? conditions);
  port.postMessage({ ...outcome, lines: isTalkative ? lines : [] });
});
