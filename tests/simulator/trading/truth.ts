import { Core } from '@fulcrum/cfd';
import { LOG_START, type LogId, logTime } from '@fulcrum/log';
import {
  answerEntry,
  applyEntry,
  type ClosedEvent,
  type CreatedEvent,
  type JsonEvent,
  type RejectedEvent,
  type Reply,
} from '@fulcrum/protocol';
import { entryDigest } from '@fulcrum/streams';
import type { RawEntry } from '../stand-ins/memory-redis.ts';
import { TruthOfReads, type Version } from './truth-of-reads.ts';

interface Expected {
  readonly id: LogId;
  readonly events: string;
}

/**
 * What is true, because the log says so: a core of its own takes each entry as soon as it stands in the log, and knows
 * from then on which results have to be published, and which state every engine has to have behind it.
 */
export class Truth {
  #core = Core.empty();
  readonly #expected: Expected[] = [];
  readonly #reads = new TruthOfReads();
  #published = 0;
  /** The state's hash behind each entry. */
  readonly #hashes = new Map<LogId, string>();
  /** What stands in the log, also after it is trimmed. */
  readonly #log = new Map<LogId, RawEntry>();
  /** An id may be used again ten minutes of log time after its order has ended, and the clock may jump by as much. */
  readonly #created = new Map<string, CreatedEvent[]>();
  readonly #closed = new Map<string, ClosedEvent[]>();
  readonly closings: { readonly id: LogId; readonly event: ClosedEvent }[] = [];
  readonly rejections: { readonly id: LogId; readonly event: RejectedEvent }[] = [];
  /** Orders that were opened twice. */
  readonly openedTwice: string[] = [];
  #end: LogId = LOG_START;
  readonly #now: () => number;
  /** The last entries, with the times at which they came. */
  #recent: { readonly id: LogId; readonly at: number }[] = [];
  /** What each user's balance was when it was last told. */
  readonly balances = new Map<string, string>();
  entries = 0;
  #isBroken = false;
  /** From when on commands are looked at for how long they are valid, in log time. */
  perishableSince = Number.POSITIVE_INFINITY;

  /** @param now the world's time, in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

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

  /** What opened an order: once, but for an id that was used again long after. */
  created(orderId: string): readonly CreatedEvent[] {
    return this.#created.get(orderId) ?? [];
  }

  closed(orderId: string): readonly ClosedEvent[] {
    return this.#closed.get(orderId) ?? [];
  }

  get unpublished(): number {
    return this.#expected.length - this.#published;
  }

  hashAt(position: LogId): string | undefined {
    return this.#hashes.get(position);
  }

  digestAt(position: LogId): string | undefined {
    const fields = this.#log.get(position)?.fields;
    if (fields === undefined) return undefined;
    const [type, data] = [fieldOf(fields, 'type'), fieldOf(fields, 'data')];
    return entryDigest({ id: position, fields: { type, data } });
  }

  get imbalance(): bigint {
    return this.#core.imbalance();
  }

  /** Takes the next entry of the log. */
  take(entry: RawEntry): void {
    const { id, fields } = entry;
    this.#end = id;
    this.entries += 1;
    this.#recent.push({ id, at: this.#now() });
    if (this.#recent.length > 2_000) this.#recent = this.#recent.slice(-1_000);
    if (this.isBroken) return;
    const logEntry = { id, type: fieldOf(fields, 'type'), data: fieldOf(fields, 'data') };
    const events = applyEntry(this.#core, logEntry);
    const reply = answerEntry(this.#core, logEntry);
    if (reply !== undefined) this.#reads.expect(id, reply.answer, this.#expected.at(-1)?.id ?? LOG_START);
    this.#hashes.set(id, this.#core.stateHash());
    this.#log.set(id, entry);
    for (let part = 0; part * EVENTS_PER_PART < events.length; part++)
      this.#expect(id, part, events.slice(part * EVENTS_PER_PART, (part + 1) * EVENTS_PER_PART));
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
  checkReply(reply: Reply): string | undefined {
    return this.isBroken ? undefined : this.#reads.check(reply, this.#expected[this.#published - 1]?.id);
  }

  /** Which version of a user's account holds. */
  versionOf(userId: string): number {
    return this.#reads.versionOf(userId);
  }

  /** It and all that came behind it. */
  versionsSince(userId: string, version: number): readonly Version[] {
    return this.#reads.versionsSince(userId, version);
  }

  #expect(cause: LogId, part: number, events: readonly JsonEvent[]): void {
    const [time, sequence] = cause.split('-');
    const id = `${time}-${Number(sequence) * PARTS + part}`;
    this.#expected.push({ id, events: JSON.stringify(events) });
    for (const event of events) this.#note(id, event);
  }

  #note(id: LogId, event: JsonEvent): void {
    this.#reads.note(event);
    if (event.type === 'rules-set' && event.version >= 3)
      this.perishableSince = Math.min(this.perishableSince, logTime(id));
    if (event.type === 'account-created' || event.type === 'created' || event.type === 'closed')
      this.balances.set(event.userId, event.balance);
    if (event.type === 'created') {
      const endedAt = this.closed(event.orderId).at(-1)?.closedAt ?? Number.POSITIVE_INFINITY;
      const isKnown = event.openedAt <= endedAt + ID_KEPT_MS;
      if (isKnown && this.created(event.orderId).length > 0) this.openedTwice.push(event.orderId);
      this.#created.set(event.orderId, [...this.created(event.orderId), event]);
    } else if (event.type === 'closed') {
      this.#closed.set(event.orderId, [...this.closed(event.orderId), event]);
      this.closings.push({ id, event });
    } else if (event.type === 'rejected') {
      this.rejections.push({ id, event });
    }
  }
}

/** DESIGN, section 4.1: for how long the id of an order that has ended, or that was made void, is refused. */
export const ID_KEPT_MS = 600_000;

/** So few that a tick has several parts as soon as it closes two orders. */
export const EVENTS_PER_PART = 1;
/** DESIGN, section 1. */
const PARTS = 10_000;

export function fieldOf(fields: readonly string[], name: string): string {
  for (let at = 0; at + 1 < fields.length; at += 2) if (fields[at] === name) return fields[at + 1] ?? '';
  return '';
}
