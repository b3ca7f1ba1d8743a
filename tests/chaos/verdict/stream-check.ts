import { isDeepStrictEqual } from 'node:util';
import { callbackId, compareLogIds, type LogId } from '@fulcrum/log';
import { type JsonEvent, MAX_EVENTS_PER_ENTRY } from '@fulcrum/protocol';
import type { PublishedEntry } from '../watching/callback-watch.ts';
import { type Findings, show } from './findings.ts';
import type { Cause } from './replay.ts';

/** Compares published entries with the results of the journal: the same ids, in order, with the same events. */
export class StreamCheck {
  readonly #name: string;
  readonly #published: AsyncIterator<PublishedEntry>;
  readonly #findings: Findings;
  /** Entries that come before it are trimmed already. */
  readonly #from: LogId;
  #next: PublishedEntry | undefined;
  #isStarted = false;

  /** @param from the id of the first entry that has to be there. */
  constructor(name: string, published: AsyncIterator<PublishedEntry>, from: LogId, findings: Findings) {
    this.#name = name;
    this.#published = published;
    this.#from = from;
    this.#findings = findings;
  }

  async take({ id, events }: Cause): Promise<void> {
    for (let from = 0; from < events.length; from += MAX_EVENTS_PER_ENTRY)
      await this.#expect(callbackId(id, from / MAX_EVENTS_PER_ENTRY), events.slice(from, from + MAX_EVENTS_PER_ENTRY));
  }

  async end(): Promise<void> {
    for (let entry = await this.#peek(); entry !== undefined; entry = await this.#advance())
      this.#findings.add('doubled', `${this.#name} has ${entry.id}, which the journal does not give`);
  }

  async #expect(id: LogId, events: readonly JsonEvent[]): Promise<void> {
    if (compareLogIds(id, this.#from) < 0) return;
    let entry = await this.#peek();
    for (; entry !== undefined && compareLogIds(entry.id, id) < 0; entry = await this.#advance())
      this.#findings.add('doubled', `${this.#name} has ${entry.id}, which the journal does not give: ${entry.events}`);
    if (entry?.id !== id) {
      this.#findings.add('lost', `${this.#name} has no result ${id}: ${show(events)}`);
      return;
    }
    const isSame = entry.events === JSON.stringify(events) || isDeepStrictEqual(JSON.parse(entry.events), events);
    const published = entry.events;
    this.#findings.expect(
      isSame,
      'wrong',
      () => `${this.#name} says in ${id} ${published}, the journal gives ${show(events)}`,
    );
    await this.#advance();
  }

  async #peek(): Promise<PublishedEntry | undefined> {
    return this.#isStarted ? this.#next : this.#advance();
  }

  async #advance(): Promise<PublishedEntry | undefined> {
    this.#isStarted = true;
    const before = this.#next;
    const { value, done } = await this.#published.next();
    this.#next = done === true ? undefined : value;
    if (before !== undefined && this.#next !== undefined && compareLogIds(this.#next.id, before.id) <= 0)
      this.#findings.add('doubled', `${this.#name} has ${this.#next.id} behind ${before.id}`);
    return this.#next;
  }
}
