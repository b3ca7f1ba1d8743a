import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { longestTurns, watchedBy } from './loop-turns.ts';

const folder = mkdtempSync(join(tmpdir(), 'fulcrum-turns-'));
const file = join(folder, 'turns.ndjson');

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program that does its work once, and ends when the second line about its turns is written. */
function longestTurnOf(work: string): number {
  const program = `
    const lines = () => require('node:fs').readFileSync(process.env.LOOP_WATCH_FILE, 'utf8').split('\\n').length;
    require('node:fs').appendFileSync(process.env.LOOP_WATCH_FILE, '');
    setTimeout(() => {
      const before = lines();
      ${work}
      const ending = setInterval(() => lines() >= before + 2 && clearInterval(ending), 50);
    }, 100);`;
  const env = { ...process.env, ...watchedBy(file) };
  const { pid, status } = spawnSync(process.execPath, ['--eval', program], { env });
  expect(status).toBe(0);
  return longestTurns(file, 0).get(pid)?.longestMs ?? 0;
}

/** Work of so many milliseconds of processor time. Asking for the time is a good part of it, and the system's own. */
function computing(ms: number): string {
  const used = '(({ user, system }) => user + system)(process.threadCpuUsage())';
  return `for (const begun = ${used}; ${used} < begun + ${1_000 * ms}; );`;
}

it('notices a turn that computes for long, and counts neither a wait nor many short turns as one', () => {
  expect(longestTurnOf(computing(150))).toBeGreaterThan(140);
  expect(longestTurnOf('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);')).toBeLessThan(100);
  expect(
    longestTurnOf(`let n = 0; const turn = () => { ${computing(10)} if (++n < 30) setImmediate(turn); }; turn();`),
  ).toBeLessThan(100);
});
