import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** A note of what runs from a folder. A clean stop removes it; a killed starter leaves it behind. */
const runtime = z.object({
  pid: z.int().positive(),
  /** The settings that name its Redis. */
  redis: z.record(z.string(), z.string()),
  /** Absent in notes of earlier versions. */
  databaseUrl: z.string().optional(),
  /** Where people reach it on this machine. Absent in notes of earlier versions. */
  apiPort: z.int().positive().optional(),
  /** The processes that the starter started. */
  children: z.array(z.int().positive()),
});

export type Runtime = z.infer<typeof runtime>;

function path(home: string): string {
  return join(home, 'runtime.json');
}

/** Writes the note. Readers see the old one or the new one, never a part. */
export function writeRuntime(home: string, state: Runtime): void {
  const unfinished = `${path(home)}.new`;
  writeFileSync(unfinished, JSON.stringify(state), { mode: 0o600 });
  renameSync(unfinished, path(home));
}

export function removeRuntime(home: string): void {
  rmSync(path(home), { force: true });
}

/** @returns undefined when there is none, or it is malformed. */
export function readRuntime(home: string): Runtime | undefined {
  try {
    return runtime.parse(asNow(JSON.parse(readFileSync(path(home), 'utf8'))));
  } catch {
    return undefined;
  }
}

/** The folder of the data, and what runs from it now; undefined when nothing runs. */
export function runningProduct(env: NodeJS.ProcessEnv): {
  readonly home: string;
  readonly running: Runtime | undefined;
} {
  const home = resolve(env.FULCRUM_HOME || '.fulcrum');
  const noted = readRuntime(home);
  return { home, running: noted !== undefined && isAlive(noted.pid, 'tools/start') ? noted : undefined };
}

/** Whether a process runs this program. The id alone may belong to another program by now. */
export function isAlive(pid: number, program: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync('/proc') || (existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(program));
}

/** Reads notes of earlier versions, which have only a URL. */
function asNow(noted: { redisUrl?: unknown }): object {
  return { redis: { REDIS_URL: noted.redisUrl }, ...noted };
}
