import { createReadStream } from 'node:fs';
import { Core } from '@fulcrum/cfd';
import { JournalGaps, linesOf } from '@fulcrum/journal';
import { encodeEvent, uuid } from '@fulcrum/protocol';
import { parseOptions, readCommandLine, UsageError } from '../command-line.ts';
import { printLine } from '../print-line.ts';
import { replayLines } from './journal-replay.ts';
import { entryLine, OrderStory, peopleIn, sumsOf } from './one-order.ts';

const USAGE = 'Usage: npm run -s replay -- FILE [--order ORDER_ID]      (- reads standard input)';

/** The exit status when all that is left was replayed, but entries are missing. */
const NOT_WHOLE = 3;

/**
 * Prints the events of every entry that has some, and at the end how many entries there were, how many orders are open,
 * and the state's hash.
 */
async function replayAll(lines: AsyncIterable<string>, gaps: JournalGaps): Promise<void> {
  const core = Core.empty();
  let entries = 0;
  for await (const { entry, events } of replayLines(core, lines, gaps)) {
    entries += 1;
    if (events.length > 0) await printLine(JSON.stringify({ id: entry.id, events: events.map(encodeEvent) }));
  }
  const missing = gaps.count === 0 ? {} : { missing: gaps.count, places: gaps.told };
  await printLine(JSON.stringify({ entries, openOrders: core.openOrders, stateHash: core.stateHash(), ...missing }));
}

/**
 * Prints the entries that placed, opened, changed, refused, closed or cancelled an order, those that held, released or set its
 * price in between, what people did in them in the owner's place, and the sums of a guarantee and of each closing: an order may
 * close in parts, and close others.
 *
 * @returns whether there is such an order.
 */
async function replayOrder(lines: AsyncIterable<string>, gaps: JournalGaps, orderId: string): Promise<boolean> {
  const story = new OrderStory(orderId);
  let isKnown = false;
  const core = Core.empty();
  const people: string[] = [];
  const sums: string[] = [];
  for await (const replayed of replayLines(core, lines, gaps)) {
    const { events, isOwn } = story.next(replayed);
    if (events.length === 0) continue;
    isKnown ||= isOwn;
    people.push(...peopleIn(replayed, events, core.rulesVersion));
    sums.push(...events.flatMap(sumsOf));
    await printLine(entryLine(replayed, events));
  }
  for (const line of [...people, ...sums]) await printLine(line);
  return isKnown;
}

/** Says which entries are missing, and whether that can be known. */
function tellGaps(gaps: JournalGaps): void {
  const missing = gaps.describe();
  if (!gaps.tellsEnd)
    console.error(
      `Note: the ${name} has no end mark, as npm run journal writes it, so nobody can tell whether its end was cut off.`,
    );
  if (missing === undefined) return;
  console.error(`The ${name} ${missing}`);
  process.exitCode = NOT_WHOLE;
}

/** @throws UsageError without a message, whatever is wrong: the usage says enough. */
function readArguments(args: readonly string[]): { path: string; orderId: string | undefined } {
  const options = { order: { type: 'string' } } as const;
  const { positionals, values } = parseOptions(args, { allowPositionals: true, options }, '');
  const [path, ...others] = positionals;
  const isOrder = values.order === undefined || uuid.safeParse(values.order).success;
  if (path === undefined || others.length > 0 || !isOrder) throw new UsageError();
  return { path, orderId: values.order };
}

const { path, orderId } = readCommandLine(USAGE, readArguments);
// The reader of the output may close it early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const name = `journal ${path === '-' ? 'on standard input' : path}`;
try {
  const lines = linesOf(path === '-' ? process.stdin : createReadStream(path));
  const gaps = new JournalGaps();
  if (orderId === undefined) await replayAll(lines, gaps);
  else if (!(await replayOrder(lines, gaps, orderId))) {
    console.error(`The ${name} has no order ${orderId}.`);
    process.exitCode = 1;
  }
  tellGaps(gaps);
} catch (error) {
  console.error(`The ${name} cannot be replayed: ${(error as Error).message}`);
  process.exit(1);
}
