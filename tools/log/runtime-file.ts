import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** What runs from a folder at the moment. It stays behind when the starter is killed, and goes with a clean stop. */
const runtime = z.object({
  pid: z.int().positive(),
  /** The settings that name its Redis. */
  redis: z.record(z.string(), z.string()),
  /** Earlier versions did not note it. */
  databaseUrl: z.string().optional(),
  /** The processes that the starter started. */
  children: z.array(z.int().positive()),
});

export type Runtime = z.infer<typeof runtime>;

function path(home: string): string {
  return join(home, 'runtime.json');
}

/** Readers see the old note or the new one, never half of one. */
export function writeRuntime(home: string, state: Runtime): void {
  const unfinished = `${path(home)}.new`;
  writeFileSync(unfinished, JSON.stringify(state), { mode: 0o600 });
  renameSync(unfinished, path(home));
}

export function removeRuntime(home: string): void {
  rmSync(path(home), { force: true });
}

/** @returns undefined when there is none, or none that makes sense. */
export function readRuntime(home: string): Runtime | undefined {
  try {
    return runtime.parse(asNow(JSON.parse(readFileSync(path(home), 'utf8'))));
  } catch {
    return undefined;
  }
}

/** The folder of the data, and what runs from it at the moment: undefined when nothing does. */
export function runningProduct(env: NodeJS.ProcessEnv): {
  readonly home: string;
  readonly running: Runtime | undefined;
} {
  const home = resolve(env.FULCRUM_HOME || '.fulcrum');
  const noted = readRuntime(home);
  return { home, running: noted !== undefined && isAlive(noted.pid, 'tools/start') ? noted : undefined };
}

/** Whether a process is one of ours: its number alone may have been given to another since. */
export function isAlive(pid: number, program: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync('/proc') || (existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(program));
}

/** Earlier versions noted the URL alone. */
function asNow(noted: { redisUrl?: unknown }): object {
  return { redis: { REDIS_URL: noted.redisUrl }, ...noted };
}
