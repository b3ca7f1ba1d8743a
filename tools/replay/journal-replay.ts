import type { Core, Event } from '@fulcrum/cfd';
import {
  type JournalEntry,
  type JournalGaps,
  JournalLineError,
  parseEndMark,
  parseJournalLine,
} from '@fulcrum/journal';
import { compareLogIds, LOG_START } from '@fulcrum/log';
import { takeEntry } from '@fulcrum/protocol';

/** An entry of the log, and its events. */
export interface Replayed {
  readonly entry: JournalEntry;
  readonly events: readonly Event[];
}

/**
 * Runs the lines of a journal through the core alone.
 *
 * @param gaps notes the entries that are missing between them.
 * @throws JournalLineError at a line that is no entry, or does not come after the one before it, and when there is none.
 */
export async function* replayLines(
  core: Core,
  lines: AsyncIterable<string>,
  gaps: JournalGaps,
): AsyncGenerator<Replayed> {
  let position = LOG_START;
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber += 1;
    if (line.trim() === '') continue;
    const mark = parseEndMark(line);
    if (mark !== undefined) {
      gaps.end(mark);
      continue;
    }
    const entry = readLine(line, lineNumber);
    if (compareLogIds(entry.id, position) <= 0)
      throw new JournalLineError(`line ${lineNumber}: the id ${entry.id} does not come after ${position}`);
    position = entry.id;
    gaps.next(entry);
    yield { entry, events: takeEntry(core, entry) };
  }
  if (position === LOG_START) throw new JournalLineError('it has no entry');
  gaps.finish();
}

function readLine(line: string, lineNumber: number): JournalEntry {
  try {
    return parseJournalLine(line);
  } catch (error) {
    if (error instanceof JournalLineError) throw new JournalLineError(`line ${lineNumber}: ${error.message}`);
    throw error;
  }
}
