import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stack } from './stack.ts';

/** Runs one of the programs for people on a stack's log, and returns its status and what it says. */
export async function runTool(
  stack: Stack,
  tool: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
) {
  const env = { ...process.env, ...stack.redisSettings, DATABASE_URL: stack.databaseUrl, ...settings };
  const main = join(import.meta.dirname, '../../tools', tool, 'main.ts');
  return promisify(execFile)(process.execPath, [main, ...args], { env }).then(
    ({ stdout }): { status: number; said: string } => ({ status: 0, said: stdout }),
    ({ code, stderr }): { status: number; said: string } => ({ status: code, said: stderr }),
  );
}
