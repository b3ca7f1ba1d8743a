import { once } from 'node:events';
import { parseOptions, positiveNumber, readCommandLine } from '../command-line.ts';
import { Programs } from '../test/programs.ts';
import { type Stage, stages } from './stages.ts';

/** The long form of `npm test`: all random tests, on fresh seeds, and what takes long, again and again, until the time is up. */
const USAGE = `Usage: npm run soak -- [--minutes 60] [--seed N]

Runs the simulator, its deliberate bugs, agreement with the naive model, chaos, hostile input and interrupted migrations
in turn, each round on seeds that no other round has, until the time is up or something does not hold. The round that
runs then is stopped.

  --minutes N  how long
  --seed N     the first round's seed (drawn by lot, and printed)`;

const MS_PER_MINUTE = 60_000;

const programs = new Programs();
programs.endWith({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 });

/** Runs round after round. @returns the number of stages that passed. Rejects at the first that fails. */
async function soak(minutes: number, firstSeed: number): Promise<number> {
  const startedAt = Date.now();
  const leftMs = () => startedAt + minutes * MS_PER_MINUTE - Date.now();
  let held = 0;
  for (let round = 0; leftMs() > 0; round++)
    for (const stage of stages(firstSeed + round)) {
      if (leftMs() <= 0) break;
      console.log(`\n── Round ${round + 1}, ${Math.ceil(leftMs() / MS_PER_MINUTE)} minutes left: ${stage.title}`);
      const outcome = await run(stage, leftMs());
      if (outcome === 'failed') throw new Error(`It does not hold. To repeat it: ${stage.toRepeat}`);
      if (outcome === 'held') held += 1;
    }
  return held;
}

/** Runs a stage. One that is interrupted because the time is up does not count. */
async function run(stage: Stage, limitMs: number): Promise<'held' | 'failed' | 'out of time'> {
  const child = programs.spawn(process.execPath, stage.args, {
    stdio: 'inherit',
    env: { ...process.env, ...stage.env },
  });
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    child.kill('SIGINT');
  }, limitMs);
  const [status] = await once(child, 'close');
  clearTimeout(timer);
  if (isOver) return 'out of time';
  return status === 0 ? 'held' : 'failed';
}

const { minutes, seed } = readCommandLine(USAGE, (args) => {
  const { values } = parseOptions(args, { options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
  return {
    minutes: positiveNumber('minutes', values.minutes ?? '60'),
    seed: Math.floor(positiveNumber('seed', values.seed ?? String(1 + Math.random() * 1_000_000))),
  };
});
try {
  console.log(`seed ${seed}`);
  const held = await soak(minutes, seed);
  await programs.ending;
  if (held === 0) throw new Error('The time was too short for any of them.');
  console.log(`\nEverything holds: ${held} programs ran to their end.`);
} catch (error) {
  await programs.ending;
  console.error(`\n${(error as Error).message}`);
  process.exitCode = 1;
}
