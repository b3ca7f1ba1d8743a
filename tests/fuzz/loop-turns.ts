import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const line = z.object({ pid: z.int(), at: z.number(), longestMs: z.number() });

/** The most processor time of one turn of a process's event loop. */
export type LongestTurn = z.infer<typeof line>;

/** The environment in which a process writes down the longest turns of its event loop. */
export function watchedBy(file: string): Record<string, string> {
  const watch = pathToFileURL(join(import.meta.dirname, 'loop-watch.ts')).href;
  return { NODE_OPTIONS: `--import=${watch}`, LOOP_WATCH_FILE: file };
}

/** The longest turn of each process since a time. A process without a line since then has none. */
export function longestTurns(file: string, since: number): Map<number, LongestTurn> {
  const longest = new Map<number, LongestTurn>();
  for (const text of readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const turn = line.parse(JSON.parse(text));
    if (turn.at < since) continue;
    if (turn.longestMs >= (longest.get(turn.pid)?.longestMs ?? 0)) longest.set(turn.pid, turn);
  }
  return longest;
}
