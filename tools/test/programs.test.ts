import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { processesBelow, stillRunning } from './process-tree.ts';

/** Waits for ever, also when it is asked to end. */
const STUBBORN = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('there');";

/** Starts one that is stubborn in a process group of its own, as the tests do with servers, and waits. */
const TEST = `
  import { spawn } from 'node:child_process';
  spawn(process.execPath, ['-e', ${JSON.stringify(STUBBORN)}], { detached: true, stdio: 'inherit' });
  setInterval(() => {}, 1000);`;

const PROGRAM = `
  import { Programs } from ${JSON.stringify(new URL('./programs.ts', import.meta.url).href)};
  const programs = new Programs(500);
  programs.endWith({ SIGINT: 2 });
  const child = programs.spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(TEST)}], { stdio: 'inherit' });
  child.once('exit', async () => {
    await programs.ending;
    process.exit(0);
  });`;

it.runIf(process.platform !== 'win32')('a SIGINT to one program alone ends all that it started', async () => {
  const program = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(program.stdout, 'data');
  const below = processesBelow(program.pid ?? 0);
  expect(below).toHaveLength(2);
  const exit = once(program, 'exit');
  program.kill('SIGINT');
  expect(await exit).toEqual([130, null]);
  await expect.poll(() => stillRunning(below)).toEqual([]);
});
