import { LOG_START, type LogEntry, type LogId } from '@fulcrum/log';
import { entryDigest } from '@fulcrum/streams';
import type { RawEntry } from '../stand-ins/memory-redis.ts';
import { ExpectedAnswers, type Told } from './expected-answers.ts';

/** A result that has to be published. */
export interface Expected {
  readonly id: LogId;
  readonly events: string;
}

/** What an entry causes. */
export interface Caused {
  /** The text of each part of its result. */
  readonly parts: readonly string[];
  /** Of a read. */
  readonly answer: object | undefined;
}

/**
 * What is true, because the log says so: a core of its own takes each entry as soon as it stands in the log. From then on
 * it is known which results have to be published, and which state every engine has to have behind the entry.
 */
export abstract class Truth {
  readonly #expected: Expected[] = [];
  readonly #answers = new ExpectedAnswers();
  #published = 0;
  /** The state's hash behind each entry. */
  readonly #hashes = new Map<LogId, string>();
  /** What stands in the log, also after it is trimmed. */
  readonly #log = new Map<LogId, LogEntry>();
  #end: LogId = LOG_START;
  readonly #now: () => number;
  /** The last entries, with the times at which they came. */
  #recent: { readonly id: LogId; readonly at: number }[] = [];
  entries = 0;
  #isBroken = false;

  /** @param now the world's time, in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes an entry through the core. */
  protected abstract apply(entry: LogEntry): Caused;

  protected abstract stateHash(): string;

  /** What was made or lost of what the core counts: nothing, always. */
  abstract get imbalance(): bigint;

  /** @returns undefined for a text that is no answer. */
  protected abstract readAnswer(text: string): Told | undefined;

  /** Whether Redis has lost entries. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Redis lost entries: from now on nobody knows which state an engine goes on from. */
  break(): void {
    this.#isBroken = true;
    this.#hashes.clear();
  }

  /** The log's last entry. */
  get end(): LogId {
    return this.#end;
  }

  /** The last entry that has stood in the log for at least this long. */
  endBefore(ms: number): LogId {
    const until = this.#now() - ms;
    return this.#recent.findLast(({ at }) => at <= until)?.id ?? LOG_START;
  }

  /** All results that have to be published, in their order. */
  get expected(): readonly Expected[] {
    return this.#expected;
  }

  get unpublished(): number {
    return this.#expected.length - this.#published;
  }

  hashAt(position: LogId): string | undefined {
    return this.#hashes.get(position);
  }

  /** Each entry of the log, also those that are trimmed. */
  get log(): readonly LogEntry[] {
    return [...this.#log.values()];
  }

  digestAt(position: LogId): string | undefined {
    const entry = this.#log.get(position);
    if (entry === undefined) return undefined;
    const { id, type, data } = entry;
    return entryDigest({ id, fields: { type, data } });
  }

  /** Takes the next entry of the log. */
  take({ id, fields }: RawEntry): void {
    this.#end = id;
    this.entries += 1;
    this.#recent.push({ id, at: this.#now() });
    if (this.#recent.length > 2_000) this.#recent = this.#recent.slice(-1_000);
    if (this.isBroken) return;
    const entry = { id, type: fieldOf(fields, 'type'), data: fieldOf(fields, 'data') };
    const before = this.#expected.at(-1)?.id ?? LOG_START;
    const { parts, answer } = this.apply(entry);
    if (answer !== undefined) this.#answers.expect(id, answer, before);
    this.#hashes.set(id, this.stateHash());
    this.#log.set(id, entry);
    for (const [part, events] of parts.entries()) this.#expected.push({ id: resultId(id, part), events });
  }

  /** Whether this is the very result that has to be published next; otherwise what is wrong with it. */
  checkResult({ id, fields }: RawEntry): string | undefined {
    if (this.isBroken) return undefined;
    const expected = this.#expected[this.#published];
    const events = fieldOf(fields, 'events');
    if (expected?.id === id && expected.events === events) {
      this.#published += 1;
      return undefined;
    }
    return `the result ${id} ${events} was published where ${expected?.id} ${expected?.events} is next`;
  }

  /** Whether this is the right answer to a read; otherwise what is wrong with it. */
  checkAnswer(text: string): string | undefined {
    const told = this.readAnswer(text);
    if (told === undefined) return `"${text}" is no answer`;
    return this.isBroken ? undefined : this.#answers.check(told, this.#expected[this.#published - 1]?.id);
  }
}

/** So few that a tick has several parts as soon as it closes two orders. */
export const EVENTS_PER_PART = 1;
/** The most entries of callback-stream that one input has: the ids of its results leave room for no more. */
const PARTS = 10_000;

/** The id of a part of a result, made from its cause's. */
export function resultId(cause: LogId, part: number): LogId {
  const [time, sequence] = cause.split('-');
  return `${time}-${Number(sequence) * PARTS + part}`;
}

/** The entry whose result has a part with this id. */
export function causeOf(result: LogId): LogId {
  const [time, sequence] = result.split('-');
  return `${time}-${Math.floor(Number(sequence) / PARTS)}`;
}

/** The events of a result, in its parts. */
export function partsOf<Event>(events: readonly Event[]): Event[][] {
  const parts: Event[][] = [];
  for (let from = 0; from < events.length; from += EVENTS_PER_PART)
    parts.push(events.slice(from, from + EVENTS_PER_PART));
  return parts;
}

export function fieldOf(fields: readonly string[], name: string): string {
  for (let at = 0; at + 1 < fields.length; at += 2) if (fields[at] === name) return fields[at + 1] ?? '';
  return '';
}
