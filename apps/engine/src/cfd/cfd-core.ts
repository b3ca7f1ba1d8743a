import { type Changes, type Core, type Event, type EventParts, isInParts } from '@fulcrum/cfd';
import type { LogEntry } from '@fulcrum/log';
import { answerEntry, beginEntry, encodeReply, MAX_EVENTS_PER_ENTRY, printEvents } from '@fulcrum/protocol';
import type { Answer, Events, Core as ReplicatedCore } from '@fulcrum/replica';

/** About the length of a closing's text: most are a little shorter. */
const CLOSING_LENGTH = 600;

/** The CFD core as a replica takes it: from the text of the log's entries to the text of results. */
export class CfdCore implements ReplicatedCore<Changes> {
  readonly core: Core;
  readonly #eventsPerPart: number;

  /** @param eventsPerPart what has more events comes in parts. A simulation has smaller ones. */
  constructor(core: Core, eventsPerPart = MAX_EVENTS_PER_ENTRY) {
    this.core = core;
    this.#eventsPerPart = eventsPerPart;
  }

  apply(entry: LogEntry, onInvalid: (message: string) => void): Events | Generator<Events | undefined> | undefined {
    const events = beginEntry(this.core, entry, this.#eventsPerPart, onInvalid);
    if (isInParts(events)) return printable(events);
    return events.length === 0 ? undefined : { count: events.length, print: () => printEvents(events) };
  }

  answer(entry: LogEntry): Answer | undefined {
    const reply = answerEntry(this.core, entry);
    if (reply === undefined) return undefined;
    return { replyTo: reply.replyTo, print: (after) => encodeReply(after, entry.id, reply.answer) };
  }

  takeChanges(): Changes {
    return this.core.takeChanges();
  }

  stateHash(): string {
    return this.core.stateHash();
  }

  assertSound(): void {
    this.core.assertConservation();
  }

  /** From version 2 of the rules on. Older engines know snapshot points by log time alone. */
  get countsEntries(): boolean {
    return this.core.rulesVersion >= 2;
  }

  get figures() {
    return { openOrders: this.core.openOrders };
  }
}

/** The parts of a mass close: nearly all events are closings. */
function* printable(parts: EventParts): Generator<Events | undefined, void, void> {
  for (const events of parts) yield events.length === 0 ? undefined : printableClosings(events);
}

function printableClosings(events: readonly Event[]): Events {
  return { count: events.length, size: CLOSING_LENGTH * events.length, print: () => printEvents(events) };
}
