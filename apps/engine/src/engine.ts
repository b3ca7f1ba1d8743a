import { type Core, type EventParts, isInParts } from '@fulcrum/cfd';
import { lossRow, lossTable, type Place, type Tables } from '@fulcrum/db';
import { callbackId, causeOf, compareLogIds, LOG_START, type LogId, logTime } from '@fulcrum/log';
import { answerEntry, beginEntry, encodeReply, type LogEntry, MAX_EVENTS_PER_ENTRY } from '@fulcrum/protocol';
import type { Logger, Waits } from '@fulcrum/service';
import {
  type Connection,
  durabilityFaults,
  type Entry,
  entryDigest,
  follow,
  OvertakenError,
  Publisher,
  pause,
  type Result,
  type StreamKeys,
  streamInfo,
  whenReady,
} from '@fulcrum/streams';
import { isCutBetween } from './cuts.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import { type LoadedSnapshot, loadSnapshot } from './load-snapshot.ts';
import { lookAhead } from './look-ahead.ts';
import { repairLog } from './repair-log.ts';
import { ANSWERED_WITHIN_MS, lastResultOf, Replies } from './replies.ts';
import { toResult, UnprintedResult } from './results.ts';
import type { Snapshots, SnapshotsOptions } from './snapshots.ts';
import { untilReplicated } from './until-replicated.ts';

export interface EngineParts {
  readonly tables: Tables;
  readonly createSnapshots: (options: SnapshotsOptions) => Snapshots;
  readonly keys: StreamKeys;
  /** Connections of their own, because a blocking read and a transaction each hold up what shares theirs. */
  readonly reading: Connection;
  readonly publishing: Connection;
  /** Replicas of Redis that have to have everything up to a snapshot before it is committed. */
  readonly minReplicas?: number;
  readonly logger: Logger;
  readonly metrics: EngineMetrics;
  readonly waits: Waits;
  /** Of results with more events than one callback entry has. A simulation has smaller ones. */
  readonly parts?: PartSizes;
}

interface PartSizes {
  readonly events: number;
  readonly perTurn: number;
}

/** The parts of one turn take some milliseconds, in which nothing else is attended to. */
const PARTS: PartSizes = { events: MAX_EVENTS_PER_ENTRY, perTurn: 8 };

/** Entries applied in one turn of the event loop: some milliseconds, in which nothing else is attended to. */
const ENTRIES_PER_TURN = 250;

/** An absent PostgreSQL does not hold up the log for longer. */
const LOOK_LIMIT_MS = 1_000;

/** The wait for the beginning of a life. */
export const RECOVERY = 'recovery';

/** How much of a text that came from outside is logged. */
const LOGGED_LENGTH = 64;

const NOWHERE: Place = { position: LOG_START, entryDigest: undefined };

/** What a life of the engine begins with. */
interface Beginning {
  readonly snapshot: LoadedSnapshot;
  readonly readFrom: LogId;
  readonly publishedBefore: LogId;
}

/**
 * One life of the engine: load the snapshot, replay the log from its position, go on. Start-up and recovery from a
 * crash are this one path.
 */
export class Engine {
  readonly #parts: EngineParts;
  /** Given when any part of this life has ended: none goes on without the others. */
  readonly #ending = new AbortController();
  readonly #signal: AbortSignal;
  readonly #core: Core;
  readonly #publisher: Publisher;
  readonly #snapshots: Snapshots;
  readonly #replies: Replies;
  /** The last result of what was applied: answers to reads name it. */
  #lastResult: LogId;
  /** The last result that was published before this life began. */
  readonly #publishedBefore: LogId;
  readonly #partSizes: PartSizes;
  /** Where the state was when this life began. */
  readonly start: LogId;
  /** Where reading begins: at the start, unless the log lost that entry. */
  readonly #readFrom: LogId;
  /** The last entry that was applied. */
  #position: LogId;
  #lastApplied: Entry | undefined;
  /** A life begins at a cut. */
  #entriesSinceCut = 0;
  /** Whether the one behind it has been applied in part. */
  #isAmid = false;
  #caughtUp = false;
  /** The socket over which the log was read when it was last held against the snapshots of others. */
  #lookedOver: unknown;

  private constructor(parts: EngineParts, signal: AbortSignal, beginning: Beginning) {
    const { createSnapshots, keys, publishing, logger, metrics } = parts;
    const { snapshot, readFrom, publishedBefore } = beginning;
    const { core, position, nextOrderNumber } = snapshot;
    this.#parts = parts;
    this.#signal = AbortSignal.any([signal, this.#ending.signal]);
    this.#core = core;
    this.#position = position;
    this.start = position;
    this.#readFrom = readFrom;
    this.#publishedBefore = publishedBefore;
    this.#partSizes = parts.parts ?? PARTS;
    this.#publisher = new Publisher({
      redis: publishing,
      keys,
      publishedBefore,
      signal: this.#signal,
      onError: (error) => logger.warn({ err: error }, 'publishing is interrupted'),
    });
    this.#replies = new Replies({
      redis: publishing,
      flushed: () => this.#publisher.flushed(),
      onLost: (why) => metrics.lostReplies.inc({ why }),
    });
    const isBehind = compareLogIds(causeOf(publishedBefore), position) > 0;
    this.#lastResult = isBehind ? lastResultOf(position) : publishedBefore;
    this.#snapshots = createSnapshots({
      committed: position,
      nextOrderNumber,
      onCommit: (committed, milliseconds) => {
        metrics.snapshotSeconds.observe(milliseconds / 1_000);
        logger.debug({ position: committed, milliseconds }, 'snapshot committed');
      },
      onError: (error) => logger.warn({ err: error }, 'the snapshot has to wait'),
    });
  }

  /** @param reached how far the life before this one had come, if there was one. */
  static async recover(parts: EngineParts, signal: AbortSignal, reached = NOWHERE): Promise<Engine> {
    const { tables, keys, publishing, logger, waits } = parts;
    const snapshot = await loadSnapshot(tables, {
      signal,
      onProgress: (rows) => {
        waits.begin(RECOVERY, `${rows} rows so far`);
        logger.info({ rows }, 'loading the snapshot');
      },
    });
    waits.end(RECOVERY);
    const { core, position, hasForeignHash } = snapshot;
    if (hasForeignHash) logger.warn({ position }, 'the snapshot is of an older version: its hash cannot be compared');
    await whenReady(publishing, signal);
    for (const fault of await durabilityFaults(publishing, parts.minReplicas)) logger.error(fault);
    const readFrom = await repairLog(
      publishing,
      keys,
      { checkpoint: snapshot, reached, recorded: snapshot.recorded },
      { logger, keep: (loss) => tables.transaction((tx) => tx.upsert(lossTable, [lossRow(loss)])) },
    );
    const { lastId: publishedBefore } = await streamInfo(publishing, keys.callback);
    logger.info({ position, openOrders: core.openOrders, publishedBefore }, 'snapshot loaded, replaying the log');
    return new Engine(parts, signal, { snapshot, readFrom, publishedBefore });
  }

  /** Whether this life has ended, and the next one has yet to begin. */
  get isOver(): boolean {
    return this.#ending.signal.aborted;
  }

  /** The last entry that it has applied. */
  get reached(): Place {
    return { position: this.#position, entryDigest: this.#lastApplied && entryDigest(this.#lastApplied) };
  }

  /** What keeps it from being useful, or undefined when nothing does. */
  notReady(): string | undefined {
    if (this.isOver) return 'starting over from the snapshot';
    if (this.#parts.reading.status !== 'ready') return 'Redis is not connected';
    return this.#caughtUp ? undefined : `replaying the log, at ${this.#position}`;
  }

  /** The hash of the state behind the last entry that was applied, undefined in the middle of the next. */
  get stateHash(): string | undefined {
    return this.#isAmid ? undefined : this.#core.stateHash();
  }

  get figures() {
    return {
      position: this.#position,
      committed: this.#snapshots.committed,
      openOrders: this.#core.openOrders,
      waitingResults: this.#publisher.waiting,
      waitingCharacters: this.#publisher.waitingCharacters,
      waitingCuts: this.#snapshots.waiting,
      waitingChanges: this.#snapshots.waitingChanges,
    };
  }

  /**
   * Applies the log until the signal is given.
   *
   * @throws OvertakenError when the log has a hole behind this engine's position.
   * @throws ResultsLostError when results that stood in callback-stream are gone.
   * @throws CausesLostError when entries are gone whose results are not published.
   */
  async run(): Promise<void> {
    try {
      await Promise.race([this.#publisher.run(), this.#snapshots.run(), this.#applyLog()]);
    } finally {
      this.#ending.abort(new Error('this life of the engine is over'));
      await this.#snapshots.end();
    }
  }

  async #applyLog(): Promise<void> {
    const { reading, keys, logger } = this.#parts;
    const onError = (error: Error) => logger.warn({ err: error }, 'reading the log is interrupted');
    const batches = follow({ redis: reading, key: keys.engine, from: this.#readFrom, signal: this.#signal, onError });
    for await (const { entries, isCaughtUp } of batches) {
      if (entries.length > 0) await this.#lookAhead();
      for (let from = 0; from < entries.length; from += ENTRIES_PER_TURN) {
        if (from > 0) await nextTurn();
        for (const entry of entries.slice(from, from + ENTRIES_PER_TURN)) {
          const parts = this.#apply(entry);
          if (parts !== undefined) await this.#applyParts(entry, parts);
          if (this.#signal.aborted) return;
        }
      }
      this.#caughtUp ||= isCaughtUp;
      await this.#publisher.room();
    }
  }

  /**
   * Over another socket Redis may have come back without its last entries. Should PostgreSQL not say in time what others
   * have committed of them, the next cut is compared with it all the same.
   */
  async #lookAhead(): Promise<void> {
    const { reading, keys, tables, logger } = this.#parts;
    const { stream } = reading;
    if (stream === this.#lookedOver) return;
    this.#lookedOver = stream;
    try {
      await Promise.race([lookAhead(reading, keys.engine, tables, this.#position), pause(LOOK_LIMIT_MS, this.#signal)]);
    } catch (error) {
      if (error instanceof OvertakenError) throw error;
      if (!this.#signal.aborted) logger.warn({ err: error }, 'the snapshots of others are not looked at');
    }
  }

  /** @returns what is left to be done of an entry that has a large result. */
  #apply(entry: Entry): EventParts | undefined {
    const { id } = entry;
    const { type = '', data = '' } = entry.fields;
    if (isCutBetween(this.#position, id, this.#entriesSinceCut, this.#core.rulesVersion)) this.#cut(id);
    this.#entriesSinceCut += 1;
    const onInvalid = (message: string) => this.#noteInvalid(entry, message);
    const events = beginEntry(this.#core, { id, type, data }, this.#partSizes.events, onInvalid);
    if (isInParts(events)) return events;
    this.#applied(entry, events.length);
    if (events.length > 0) this.#publish(callbackId(id, 0), (result) => toResult(result, events, entry));
    else this.#reply({ id, type, data });
    return undefined;
  }

  /** The answer to a read leaves once all before it is confirmed. */
  #reply(entry: LogEntry): void {
    const reply = this.#isAwaited(entry.id) ? answerEntry(this.#core, entry) : undefined;
    if (reply === undefined) return;
    const text = encodeReply(this.#lastResult, entry.id, reply.answer);
    this.#replies.add(this.#parts.keys.replies(reply.replyTo), text);
  }

  /** Whether somebody may wait for the answer to a read: not when the life before this one was past it for long. */
  #isAwaited(read: LogId): boolean {
    const aheadMs = logTime(causeOf(this.#publishedBefore)) - logTime(read);
    return this.#caughtUp || aheadMs <= ANSWERED_WITHIN_MS;
  }

  /**
   * Publishes the parts of a large result while it is worked out. In between everything else has its turn, and no more of
   * it waits to be published than may. A life that ends in the middle leaves the rest to the next one.
   */
  async #applyParts(entry: Entry, parts: EventParts): Promise<void> {
    this.#isAmid = true;
    let [steps, part, count] = [0, 0, 0];
    for (const events of parts) {
      if (events.length > 0)
        this.#publish(callbackId(entry.id, part++), (result) => new UnprintedResult(result, events, entry));
      count += events.length;
      steps += 1;
      if (steps % this.#partSizes.perTurn > 0) continue;
      await nextTurn();
      await this.#publisher.whileFull();
      if (this.#signal.aborted) return;
    }
    this.#isAmid = false;
    this.#applied(entry, count);
  }

  /** The state is behind an entry, all of whose events are made. */
  #applied(entry: Entry, events: number): void {
    this.#position = entry.id;
    this.#lastApplied = entry;
    this.#parts.metrics.countEntry(entry.fields.type ?? '', events);
  }

  #publish(id: LogId, make: (id: LogId) => Result): void {
    this.#lastResult = id;
    if (!this.#isPublished(id)) this.#publisher.enqueue([make(id)]);
  }

  /** Whether a life before this one published a result: it need not even be printed. */
  #isPublished(result: LogId): boolean {
    return !this.#caughtUp && compareLogIds(result, this.#publishedBefore) <= 0;
  }

  #noteInvalid({ id, fields }: Entry, message: string): void {
    this.#parts.metrics.invalidEntries.inc();
    const type = fields.type?.slice(0, LOGGED_LENGTH);
    this.#parts.logger.warn({ id, type, message }, 'an entry makes no sense and changes nothing');
  }

  /** Hands over what changed since the last cut, to be committed once all results up to here are published. */
  #cut(next: LogId): void {
    this.#entriesSinceCut = 0;
    this.#snapshots.add({ ...this.reached, next }, this.#core.takeChanges(), this.#settled());
  }

  /** Resolves when all results up to here are published, and cannot get lost with one Redis where that is asked for. */
  async #settled(): Promise<void> {
    const { publishing: redis, keys, minReplicas = 0, logger } = this.#parts;
    const signal = this.#signal;
    const onError = (error: Error) => logger.warn({ err: error }, 'the replicas are not asked');
    await this.#publisher.flushed();
    await untilReplicated({ redis, keys, minReplicas, lastApplied: () => this.#lastApplied, signal, onError });
  }
}

/** Lets everything else have its turn. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
