import { Core, DESK_RULES } from '@fulcrum/cfd';
import { type LogEntry, type LogId, logTime } from '@fulcrum/log';
import {
  answerEntry,
  applyEntry,
  type ClosedEvent,
  type CreatedEvent,
  decodeCommand,
  decodeReply,
  type JsonEvent,
  type RejectedEvent,
} from '@fulcrum/protocol';
import { type Caused, partsOf, resultId, Truth } from '../world/truth.ts';
import type { World } from '../world/world.ts';
import { AccountVersions, type Version } from './account-versions.ts';
import { OpeningWatch } from './opening-watch.ts';

export type TradingWorld = World<TradingTruth>;

/** An event of a transfer, or of a hold. */
export type TransferEvent = Extract<JsonEvent, { transferId: string }>;

/** What is true of orders and accounts. */
export class TradingTruth extends Truth {
  readonly #core = Core.empty();
  readonly #versions = new AccountVersions();
  /** An id may be used again ten minutes of log time after its order has ended, and the clock may jump by as much. */
  readonly #created = new Map<string, CreatedEvent[]>();
  readonly #closed = new Map<string, ClosedEvent[]>();
  /** When ids were made void, in log time. */
  readonly #voided = new Map<string, number[]>();
  readonly closings: { readonly id: LogId; readonly event: ClosedEvent }[] = [];
  readonly rejections: { readonly id: LogId; readonly event: RejectedEvent }[] = [];
  /** Orders that were opened twice. */
  readonly openedTwice: string[] = [];
  /** What each user's balance was when it was last told. */
  readonly balances = new Map<string, string>();
  /** Likewise, of the cash, which old rules do not tell. */
  readonly cash = new Map<string, string>();
  readonly openings = new OpeningWatch();
  /** What orders came to that closed positions of the other side, and opened nothing. */
  readonly #reduced = new Map<string, JsonEvent[]>();
  /** What answered each request: nearly always one event. */
  readonly answers = new Map<string, JsonEvent[]>();
  readonly #transfers = new Map<string, { readonly id: LogId; readonly event: TransferEvent }[]>();
  /** From when on commands are looked at for how long they are valid, in log time. */
  perishableSince = Number.POSITIVE_INFINITY;

  /** What opened an order: once, but for an id that was used again long after. */
  created(orderId: string): readonly CreatedEvent[] {
    return this.#created.get(orderId) ?? [];
  }

  /** What became of a transfer, in the order of the log. */
  transfers(transferId: string): readonly { readonly id: LogId; readonly event: TransferEvent }[] {
    return this.#transfers.get(transferId) ?? [];
  }

  /** What an order came to that opened nothing because others were there to be closed. */
  reduced(orderId: string): readonly JsonEvent[] {
    return this.#reduced.get(orderId) ?? [];
  }

  closed(orderId: string): readonly ClosedEvent[] {
    return this.#closed.get(orderId) ?? [];
  }

  /**
   * Since when an order was void that was denied at a moment. It is void for ten minutes of log time, which may jump while
   * the answer is on its way.
   *
   * @param deniedAt the log time at which the answer came.
   */
  voidSince(orderId: string, deniedAt: number): number {
    return this.#voided.get(orderId)?.findLast((time) => time <= deniedAt) ?? deniedAt;
  }

  get imbalance(): bigint {
    return this.#core.imbalance();
  }

  /** Which version of a user's account holds. */
  versionOf(userId: string): number {
    return this.#versions.current(userId);
  }

  /** It and all that came behind it. */
  versionsSince(userId: string, version: number): readonly Version[] {
    return this.#versions.since(userId, version);
  }

  protected apply(entry: LogEntry): Caused {
    const isByActor = this.#core.rulesVersion >= DESK_RULES && actorOf(entry) !== undefined;
    const parts = partsOf(applyEntry(this.#core, entry));
    const answer = answerEntry(this.#core, entry)?.answer;
    for (const [part, events] of parts.entries())
      for (const event of events) {
        this.#note(resultId(entry.id, part), event, isByActor);
        if (entry.type === 'void-order') this.#noteVoid(logTime(entry.id), event);
      }
    return { parts: parts.map((events) => JSON.stringify(events)), answer };
  }

  protected stateHash(): string {
    return this.#core.stateHash();
  }

  protected readAnswer(text: string) {
    return decodeReply(text);
  }

  /** An id that is void already stays so no longer. */
  #noteVoid(now: number, event: JsonEvent): void {
    if (event.type !== 'order' || event.status !== 'unknown') return;
    this.#voided.set(event.orderId, [...(this.#voided.get(event.orderId) ?? []), now]);
  }

  #note(id: LogId, event: JsonEvent, isByActor: boolean): void {
    this.#versions.note(event);
    this.openings.note(logTime(id), event, isByActor);
    if (event.type === 'reduced') this.#reduced.set(event.orderId, [...this.reduced(event.orderId), event]);
    const { requestId } = event as { readonly requestId?: string | null };
    if (typeof requestId === 'string') this.answers.set(requestId, [...(this.answers.get(requestId) ?? []), event]);
    if (event.type === 'rules-set' && event.version >= 3)
      this.perishableSince = Math.min(this.perishableSince, logTime(id));
    if ('balance' in event && event.type !== 'account') this.balances.set(event.userId, event.balance);
    if ('cash' in event && event.cash !== undefined && event.type !== 'account')
      this.cash.set(event.userId, event.cash);
    if (event.type === 'transferred' || event.type === 'held' || event.type === 'hold-settled')
      this.#transfers.set(event.transferId, [...this.transfers(event.transferId), { id, event }]);
    if (event.type === 'created') {
      const last = this.closed(event.orderId).at(-1);
      const endedAt = last === undefined || last.remaining !== undefined ? Number.POSITIVE_INFINITY : last.closedAt;
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

/** For how long the id of an order that has ended, or that was made void, is refused (docs/rules.md, "Ids of orders"). */
export const ID_KEPT_MS = 600_000;

function actorOf({ type, data }: LogEntry): string | undefined {
  const command = decodeCommand(type, data);
  return 'actor' in command ? command.actor : undefined;
}
