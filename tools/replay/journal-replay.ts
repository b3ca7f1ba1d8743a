import { type Core, compareLogIds, type Event, LOG_START } from '@fulcrum/core';
import { JournalLineError, parseJournalLine } from '@fulcrum/journal';
import { type LogEntry, takeEntry } from '@fulcrum/protocol';

/** An entry of the log, and what it led to. */
export interface Replayed {
  readonly entry: LogEntry;
  readonly events: readonly Event[];
}

/**
 * Runs the lines of a journal through the core alone.
 *
 * @throws JournalLineError at a line that is no entry, or does not come after the one before it.
 */
export async function* replayLines(core: Core, lines: AsyncIterable<string>): AsyncGenerator<Replayed> {
  let position = LOG_START;
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber += 1;
    if (line.trim() === '') continue;
    const entry = readLine(line, lineNumber);
    if (compareLogIds(entry.id, position) <= 0)
      throw new JournalLineError(`line ${lineNumber}: the id ${entry.id} does not come after ${position}`);
    position = entry.id;
    yield { entry, events: takeEntry(core, entry) };
  }
}

function readLine(line: string, lineNumber: number): LogEntry {
  try {
    return parseJournalLine(line);
  } catch (error) {
    if (error instanceof JournalLineError) throw new JournalLineError(`line ${lineNumber}: ${error.message}`);
    throw error;
  }
}
