import { createReadStream } from 'node:fs';
import { Core, compareLogIds, LOG_START } from '@fulcrum/core';
import { JournalLineError, linesOf, parseJournalLine } from '@fulcrum/journal';
import { applyEntry } from '@fulcrum/protocol';

/**
 * Runs a journal through the core alone: prints the events of every entry that has some, and at the end how many
 * entries there were, how many orders are open, and the state's hash.
 */
async function replay(path: string): Promise<void> {
  const input = path === '-' ? process.stdin : createReadStream(path);
  await replayLines(linesOf(input));
}

async function replayLines(lines: AsyncIterable<string>): Promise<void> {
  const core = Core.empty();
  let position = LOG_START;
  let entries = 0;
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber += 1;
    if (line.trim() === '') continue;
    const entry = readLine(line, lineNumber);
    if (compareLogIds(entry.id, position) <= 0)
      throw new JournalLineError(`line ${lineNumber}: the id ${entry.id} does not come after ${position}`);
    position = entry.id;
    entries += 1;
    const events = applyEntry(core, entry);
    if (events.length > 0) await print({ id: entry.id, events });
  }
  await print({ entries, openOrders: core.openOrders, stateHash: core.stateHash() });
}

function readLine(line: string, lineNumber: number) {
  try {
    return parseJournalLine(line);
  } catch (error) {
    if (error instanceof JournalLineError) throw new JournalLineError(`line ${lineNumber}: ${error.message}`);
    throw error;
  }
}

/** Waits while whoever reads the output is slow. */
async function print(value: unknown): Promise<void> {
  if (process.stdout.write(`${JSON.stringify(value)}\n`)) return;
  await new Promise((resolve) => process.stdout.once('drain', resolve));
}

const [path, ...others] = process.argv.slice(2);
if (path === undefined || others.length > 0) {
  console.error('Usage: npm run -s replay -- FILE      (- reads standard input)');
  process.exit(2);
}
// Whoever reads the output may have seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  await replay(path);
} catch (error) {
  console.error(
    `The journal ${path === '-' ? 'on standard input' : path} cannot be replayed: ${(error as Error).message}`,
  );
  process.exit(1);
}
