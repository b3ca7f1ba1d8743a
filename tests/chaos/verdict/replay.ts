import { Core } from '@fulcrum/cfd';
import { parseJournalLine } from '@fulcrum/journal';
import { compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import { answerEntry, applyEntry, type JsonEvent } from '@fulcrum/protocol';
import type { Findings } from './findings.ts';

/** One entry of the log, its events, and the hash of the state after it. */
export interface Cause {
  readonly id: LogId;
  readonly type: string;
  readonly events: readonly JsonEvent[];
  /** The answer to its asker alone, if it is such a read. */
  readonly answer?: JsonEvent | undefined;
  stateHash(): string;
}

/** Runs a journal through the core alone. Its ids must rise, or else the journal itself is wrong. */
export async function* replayed(lines: AsyncIterable<string>, findings: Findings): AsyncGenerator<Cause> {
  const core = Core.empty();
  let position = LOG_START;
  for await (const line of lines) {
    const entry = parseJournalLine(line);
    findings.expect(
      compareLogIds(entry.id, position) > 0,
      'doubled',
      () => `the journal has ${entry.id} behind ${position}`,
    );
    position = entry.id;
    const { id, type } = entry;
    const events = applyEntry(core, entry);
    yield { id, type, events, answer: answerEntry(core, entry)?.answer, stateHash: () => core.stateHash() };
  }
}
