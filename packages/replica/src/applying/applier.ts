import type { Place } from '@fulcrum/db';
import { assert, compareLogIds, type Entry, type LogEntry, type LogId } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import { entryDigest } from '@fulcrum/streams';
import { type Changes, type Core, type EventParts, isInParts } from '../core.ts';
import type { Output } from '../publishing/output.ts';
import type { ReplicaObserver } from '../replica-parts.ts';
import { isSnapshotPoint } from '../snapshots/snapshot-points.ts';
import type { Snapshots } from '../snapshots/snapshots.ts';
import { nextTurn } from './next-turn.ts';

export interface ApplierOptions<C extends Core<Ch>, Ch extends Changes> {
  readonly core: C;
  /** The last entry that its state contains: a snapshot point. */
  readonly position: LogId;
  readonly output: Output;
  readonly snapshots: Snapshots<Ch>;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly observer: ReplicaObserver;
  readonly partsPerTurn?: number | undefined;
}

/** The parts of one turn take some milliseconds, in which nothing else is attended to. */
const PARTS_PER_TURN = 8;

/** How much of a text that came from outside is logged. */
const LOGGED_LENGTH = 64;

/**
 * A core and its place in the log. It applies one entry after the other, hands over the results, and takes the changes at
 * each snapshot point.
 */
export class Applier<C extends Core<Ch>, Ch extends Changes> {
  readonly #options: ApplierOptions<C, Ch>;
  /** The last entry that was applied. */
  #position: LogId;
  #lastApplied: Entry | undefined;
  #entriesSincePoint = 0;
  /** Whether the entry behind it has been applied in part. */
  #isAmid = false;

  constructor(options: ApplierOptions<C, Ch>) {
    this.#options = options;
    this.#position = options.position;
  }

  get core(): C {
    return this.#options.core;
  }

  get position(): LogId {
    return this.#position;
  }

  /** The last entry that was applied, and its digest where this replica has read it. */
  get reached(): Place {
    return { position: this.#position, entryDigest: this.#lastApplied && entryDigest(this.#lastApplied) };
  }

  /** The hash of the state behind the last entry that was applied; undefined in the middle of the next. */
  get stateHash(): string | undefined {
    return this.#isAmid ? undefined : this.core.stateHash();
  }

  /** @returns a promise when the entry has a large result: it resolves when the last part is made. */
  apply(entry: Entry): Promise<void> | undefined {
    const { core, output } = this.#options;
    const { id } = entry;
    assert(!this.#isAmid, 'one entry is applied after the other');
    assert(compareLogIds(id, this.#position) > 0, 'the log goes forward');
    if (isSnapshotPoint(this.#position, id, this.#entriesSincePoint, core.countsEntries)) this.#takeSnapshot(id);
    this.#entriesSincePoint += 1;
    const { type = '', data = '' } = entry.fields;
    const logEntry: LogEntry = { id, type, data };
    const events = core.apply(logEntry, (message) => this.#noteInvalid(entry, message));
    if (events !== undefined && isInParts(events)) return this.#applyParts(entry, logEntry, events);
    this.#applied(entry, events?.count ?? 0);
    if (events !== undefined) output.publish(entry, events);
    this.#answer(logEntry);
    return undefined;
  }

  /** Answers a read. What its entry caused besides comes before the answer. */
  #answer(entry: LogEntry): void {
    const { core, output } = this.#options;
    const answer = output.isAwaited(entry.id) ? core.answer(entry) : undefined;
    if (answer !== undefined) output.reply(answer);
  }

  /**
   * Publishes the parts of a large result while it is worked out. In between everything else has its turn, and no more of
   * it waits to be published than may. A replica that ends in the middle leaves the rest to the next one.
   */
  async #applyParts(entry: Entry, logEntry: LogEntry, parts: EventParts): Promise<void> {
    const { output, signal, partsPerTurn = PARTS_PER_TURN } = this.#options;
    this.#isAmid = true;
    let [steps, part, count] = [0, 0, 0];
    for (const events of parts) {
      if (events !== undefined) output.publishPart(entry, part++, events);
      count += events?.count ?? 0;
      steps += 1;
      if (steps % partsPerTurn > 0) continue;
      await nextTurn();
      await output.whileFull();
      if (signal.aborted) return;
    }
    this.#isAmid = false;
    this.#applied(entry, count);
    this.#answer(logEntry);
  }

  /** The state is behind an entry, all of whose events are made. */
  #applied(entry: Entry, events: number): void {
    this.#position = entry.id;
    this.#lastApplied = entry;
    this.#options.observer.entryApplied(entry.fields.type ?? '', events);
  }

  /** Hands over what changed since the last snapshot point. It is committed once all results up to here are published. */
  #takeSnapshot(next: LogId): void {
    const { core, output, snapshots } = this.#options;
    this.#entriesSincePoint = 0;
    const settled = output.settled(() => this.#lastApplied);
    snapshots.add({ ...this.reached, next }, core.takeChanges(), settled);
  }

  #noteInvalid({ id, fields }: Entry, message: string): void {
    const { observer, logger } = this.#options;
    observer.entryInvalid();
    const type = fields.type?.slice(0, LOGGED_LENGTH);
    logger.warn({ id, type, message }, 'an entry makes no sense and changes nothing');
  }
}
