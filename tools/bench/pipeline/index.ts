import type { Bench, BenchContext } from '../bench.ts';
import { readMetric } from '../metrics.ts';
import { until } from '../programs/limit.ts';
import { type BenchStack, withStack } from '../programs/processes.ts';
import type { EchoSettings, ResultTexts } from './echo.ts';
import { pipelineFigures } from './figures.ts';
import type { LoadResult } from './load.ts';
import type { Side } from './side.ts';

const IN_FLIGHT = [1, 16, 256] as const;
/** The engine and the echo take turns, so that other load on the machine affects both. */
const TURNS = 7;
const SECONDS_PER_RUN = 1.5;
const WARM_UP = { inFlight: 256, seconds: 4 };

const PREPARE_LIMIT_MS = 30_000;
const RUN_LIMIT_MS = 30_000;
const SETTLE_LIMIT_MS = 30_000;

/** Orders through engine-stream, the engine and callback-stream, against a process that only echoes them. */
export const bench: Bench = {
  name: 'pipeline',
  run: (context) =>
    withStack(context, async (stack) => {
      const engine = await startEngine(context, stack);
      const texts = await engine.load.ask<ResultTexts>('texts', {}, PREPARE_LIMIT_MS);
      const echo = await startEcho(context, stack, texts);
      for (let turn = 0; turn < TURNS; turn++)
        for (const inFlight of IN_FLIGHT)
          for (const side of turn % 2 === 0 ? [echo, engine] : [engine, echo]) {
            context.progress(`${side.name} with ${inFlight} in flight, turn ${turn + 1} of ${TURNS}`);
            side.results.get(inFlight)?.push(await run(side, { inFlight, seconds: SECONDS_PER_RUN }));
          }
      return pipelineFigures(engine, echo);
    }),
};

async function startEngine(context: BenchContext, stack: BenchStack): Promise<Side> {
  context.progress('starting the engine, and warming it up');
  const { healthUrl } = await stack.programs.startApp('engine', { env: { ...stack.env, SHARD: '0' } });
  const isIdle = async () => {
    const waiting = ['engine_waiting_results', 'engine_waiting_cuts'].map((name) => readMetric(healthUrl, name));
    return (await Promise.all(waiting)).every((count) => count === 0) ? true : undefined;
  };
  const settled = async () => {
    await until(SETTLE_LIMIT_MS, 'the engine has written its snapshot', context.signal, isIdle);
  };
  return warmUp(stack, 'engine', 0, settled);
}

async function startEcho(context: BenchContext, stack: BenchStack, texts: ResultTexts): Promise<Side> {
  context.progress('starting the echo, and warming it up');
  const program = stack.programs.worker(new URL('./echo.ts', import.meta.url));
  const settings: EchoSettings = { redisUrl: stack.env.REDIS_URL, shard: 1, texts };
  await program.ask('start', settings, PREPARE_LIMIT_MS);
  return warmUp(stack, 'echo', 1, async () => undefined);
}

async function warmUp({ programs, env }: BenchStack, name: Side['name'], shard: number, settled: Side['settled']) {
  const load = programs.worker(new URL('./load-worker.ts', import.meta.url), { name: `load-${name}` });
  const side: Side = { name, load, settled, results: new Map(IN_FLIGHT.map((inFlight) => [inFlight, []])) };
  await load.ask('prepare', { redisUrl: env.REDIS_URL, shard }, PREPARE_LIMIT_MS);
  await run(side, WARM_UP);
  return side;
}

async function run({ load, settled }: Side, how: { inFlight: number; seconds: number }): Promise<LoadResult> {
  const result = await load.ask<LoadResult>('run', how, RUN_LIMIT_MS);
  await settled();
  return result;
}
