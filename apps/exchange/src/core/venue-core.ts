import { callbackId, type LogEntry, logTime } from '@fulcrum/log';
import {
  type Changes,
  type Command,
  type Core,
  type Event,
  type OrderJson,
  printEvent,
  printOrder,
  readCommand,
} from '@fulcrum/matching';
import type { EventParts, Events, Core as ReplicatedCore } from '@fulcrum/replica';
import type { BestPrices, Made } from './made.ts';

/** Events in one entry of venue-events, at most. */
const MAX_EVENTS_PER_ENTRY = 256;

/** The matching core as a replica takes it: from the text of the log's entries to the text of results. */
export class VenueCore implements ReplicatedCore<Changes> {
  readonly core: Core;
  readonly #onMade: (made: Made) => void;
  readonly #maxEvents: number;
  readonly countsEntries = true;

  /**
   * @param onMade is told what each entry caused, before it is confirmed.
   * @param maxEvents in one entry of venue-events. A simulation takes fewer.
   */
  constructor(core: Core, onMade: (made: Made) => void, maxEvents = MAX_EVENTS_PER_ENTRY) {
    this.core = core;
    this.#onMade = onMade;
    this.#maxEvents = maxEvents;
  }

  apply(entry: LogEntry, onInvalid: (message: string) => void): Events | EventParts | undefined {
    const command = readCommand(entry.type, entry.data);
    if (command.type === 'invalid') onInvalid(command.message);
    const met = this.#ordersMet(command);
    const events = this.core.apply(command, logTime(entry.id));
    if (events.length === 0) return undefined;
    const best = this.#bestBehind(events.at(-1));
    if (events.length > this.#maxEvents) return this.#inParts(entry, events, met, best);
    return this.#printable({ id: callbackId(entry.id, 0), events: events.map(printEvent), isLast: true, met, best });
  }

  /** Nothing is read by way of the log: whoever reads has a replica. */
  answer(): undefined {}

  takeChanges(): Changes {
    return this.core.takeChanges();
  }

  stateHash(): string {
    return this.core.stateHash();
  }

  assertSound(): void {
    this.core.assertSound();
  }

  get figures() {
    return { openOrders: this.core.reads.openOrderCount };
  }

  *#inParts(
    entry: LogEntry,
    events: readonly Event[],
    met: Made['met'],
    best: Made['best'],
  ): Generator<Events, void, void> {
    const most = this.#maxEvents;
    for (let from = 0, part = 0; from < events.length; from += most, part += 1) {
      const of = events.slice(from, from + most).map(printEvent);
      const isLast = from + most >= events.length;
      yield this.#printable({
        id: callbackId(entry.id, part),
        events: of,
        isLast,
        met,
        best: isLast ? best : undefined,
      });
    }
  }

  #printable(made: Made): Events {
    this.#onMade(made);
    return { count: made.events.length, print: () => JSON.stringify(made.events) };
  }

  /** The change of a book is the last event of its command. */
  #bestBehind(last: Event | undefined): BestPrices | undefined {
    if (last?.type !== 'book') return undefined;
    const { market, updateId, time } = last;
    const { bestBid: bid, bestAsk: ask } = this.core.reads.bestOfLastChanged();
    return { market, updateId, time, bid, ask };
  }

  #ordersMet(command: Command): readonly OrderJson[] | undefined {
    if (command.type !== 'cancel-orders') return undefined;
    const { userId, market, side } = command;
    const orders = this.core.reads.openOrders(userId, market) ?? [];
    return orders.filter((order) => side === undefined || order.side === side).map(printOrder);
  }
}
