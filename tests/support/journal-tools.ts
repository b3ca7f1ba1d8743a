import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { linesOf, parseEndMark, toEndMarkLine } from '@fulcrum/journal';
import type { JsonEvent } from '@fulcrum/protocol';

const TOOLS = join(import.meta.dirname, '..', '..', 'tools');

/** What a program left behind. */
export interface ToolRun {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs one of the tools for people: `replay/main.ts` or `journal/main.ts`. */
export function runTool(
  tool: string,
  args: readonly string[],
  input = '',
  env: Record<string, string> = {},
): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(TOOLS, tool), ...args], { env: { ...process.env, ...env } });
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output, errors }));
    // A program that fails early does not read to the end.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** What replaying a journal gives: the events of each entry that has some, and the state at the end. */
export interface Replayed {
  readonly caused: readonly { readonly id: string; readonly events: readonly JsonEvent[] }[];
  readonly entries: number;
  readonly openOrders: number;
  readonly stateHash: string;
}

/** Entries with the mark that `npm run journal` writes behind the last one. */
export function marked(lines: readonly string[]): string[] {
  return [...lines, toEndMarkLine({ end: JSON.parse(lines.at(-1) ?? '').id, entries: lines.length })];
}

/** Replays the entries of a journal in a process of its own, as `npm run -s replay -- -` does. */
export async function replay(lines: readonly string[]): Promise<Replayed> {
  const { status, output, errors } = await runTool('replay/main.ts', ['-'], marked(lines).join('\n'));
  if (status !== 0) throw new Error(`the replay failed: ${errors}`);
  const printed = output.trimEnd().split('\n');
  const { entries, openOrders, stateHash } = JSON.parse(printed.pop() ?? '');
  return { caused: printed.map((line) => JSON.parse(line)), entries, openOrders, stateHash };
}

/** The entries of the whole journal, files and stream joined, as `npm run -s journal` writes them. */
export async function readJournal(home: string, redisUrl: string): Promise<string[]> {
  const { status, output, errors } = await runTool('journal/main.ts', [], '', {
    FULCRUM_HOME: home,
    REDIS_URL: redisUrl,
  });
  if (status !== 0) throw new Error(`the journal cannot be had: ${errors}`);
  const lines = output.trimEnd().split('\n');
  if (parseEndMark(lines.pop() ?? '')?.entries !== lines.length)
    throw new Error('the journal does not end with a mark');
  return lines;
}

/** The status of a tool that has done all it could with a journal that is not whole. */
export const NOT_WHOLE = 3;

/**
 * The same lines one by one, for a journal that is larger than a string may be.
 *
 * @param mayLack entries may be missing, where a fail-over may have lost them.
 */
export async function* journalLinesOf(
  home: string,
  redis: Record<string, string>,
  mayLack: boolean,
): AsyncGenerator<string> {
  const env = { ...process.env, ...redis, FULCRUM_HOME: home };
  const child = spawn(process.execPath, [join(TOOLS, 'journal/main.ts')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  for await (const line of linesOf(child.stdout)) if (parseEndMark(line) === undefined) yield line;
  const [status] = await ended;
  if (status === NOT_WHOLE && mayLack) return;
  if (status !== 0) throw new Error(`the journal cannot be had: ${errors}`);
}
