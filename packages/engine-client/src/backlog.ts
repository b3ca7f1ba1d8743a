import { causeOf, compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import type { AppendOutcome } from '@fulcrum/streams';

/** The part of an appender that the backlog needs. */
interface CommandAppender {
  append(fields: Record<string, string>): Promise<AppendOutcome>;
}

export interface BacklogOptions {
  readonly appender: CommandAppender;
  /** The most commands of this process that may be without their result: in the log, or on their way into it. */
  readonly limit: number;
  /** The most of them that may belong to one owner. */
  readonly limitPerOwner: number;
  /** The first entry that stands in the log, or undefined when there is none. */
  readonly firstInLog: () => Promise<LogId | undefined>;
}

/** A command in the log, and its owner. */
interface Appended {
  readonly id: LogId;
  readonly owner: string;
}

/** A command whose append has an unknown outcome. */
interface Unsettled {
  readonly owner: string;
  /** When it stops counting by itself. */
  readonly until: number;
}

/**
 * How long a command whose append has an unknown outcome counts as appended. By then Redis has read whatever was still in
 * the broken connection.
 */
const UNSETTLED_MS = 30_000;

/** How often a full backlog asks whether its commands are still in the log. */
const LOOK_EVERY_MS = 1_000;

/**
 * The commands of this process that the engine has not answered: those on their way into the log, and those in the log
 * whose results have not gone by, however late. When there are too many, no more are appended. So neither the log nor this
 * process grows while the engine is slow, or does not run at all. One owner cannot use up the places of all others.
 *
 * The engine answers in the order of the log, so a result settles every command up to its cause. The count cannot stay
 * high for ever. A command may leave the log without a result: it was trimmed behind the engine, or Redis lost it. Such
 * commands are found when the backlog is full.
 */
export class Backlog {
  readonly #options: BacklogOptions;
  /** In the order of the log. */
  readonly #appended: Appended[] = [];
  readonly #unsettled: Unsettled[] = [];
  /** Commands without their result, by owner. */
  readonly #ofOwner = new Map<string, number>();
  #inFlight = 0;
  /** Reads that were answered before their append was confirmed. */
  readonly #early = new Set<LogId>();
  /** The last command whose result went by. */
  #answeredUpTo: LogId = LOG_START;
  #lookAgainAt = 0;

  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  /** Commands without their result. */
  get size(): number {
    this.#forgetUnsettled();
    return this.#inFlight + this.#appended.length + this.#unsettled.length;
  }

  get isFull(): boolean {
    const isFull = this.size >= this.#options.limit;
    if (isFull) this.#look();
    return isFull;
  }

  /** The message for an owner who has too many. */
  get ownersLimit(): string {
    return `Too many of your commands wait for the engine: the limit is ${this.#options.limitPerOwner} at a time.`;
  }

  /** Whether no more commands of an owner are appended, because too many of them have no result. */
  isFullFor(owner: string): boolean {
    this.#forgetUnsettled();
    const isFull = (this.#ofOwner.get(owner) ?? 0) >= this.#options.limitPerOwner;
    if (isFull) this.#look();
    return isFull;
  }

  /**
   * Appends a command, unless too many are without their result. Each command has one result.
   */
  async append(fields: Record<string, string>, owner: string): Promise<AppendOutcome> {
    if (this.isFull) return { outcome: 'refused', reason: 'Too many commands wait for the engine.' };
    if (this.isFullFor(owner)) return { outcome: 'refused', reason: this.ownersLimit };
    this.#inFlight += 1;
    this.#ofOwner.set(owner, (this.#ofOwner.get(owner) ?? 0) + 1);
    const appended = await this.#options.appender.append(fields);
    this.#inFlight -= 1;
    if (appended.outcome === 'unknown') this.#unsettled.push({ owner, until: performance.now() + UNSETTLED_MS });
    else if (appended.outcome === 'appended' && !this.#isAnswered(appended.id))
      this.#appended.push({ id: appended.id, owner });
    else this.#give(owner);
    if (this.#inFlight === 0) this.#early.clear();
    return appended;
  }

  /** The result or the answer may have come already, because it comes over another connection. */
  #isAnswered(command: LogId): boolean {
    return this.#early.delete(command) || compareLogIds(command, this.#answeredUpTo) <= 0;
  }

  /** Takes a result that went by, seen or unseen. Every command up to its cause has its own result. */
  answered(callback: LogId): void {
    const command = causeOf(callback);
    if (compareLogIds(command, this.#answeredUpTo) <= 0) return;
    this.#answeredUpTo = command;
    this.#settleUpTo(command);
  }

  /**
   * Takes the answer to a read. Every command before that read has its own. Anybody who reaches Redis can send an answer,
   * so one that names no read of this process settles nothing.
   */
  settled(read: LogId): void {
    const [first, last] = [this.#appended[0], this.#appended.at(-1)];
    if (first !== undefined && compareLogIds(read, first.id) < 0) return;
    const isKnown = last !== undefined && compareLogIds(read, last.id) <= 0;
    if (isKnown && this.#appended.some(({ id }) => id === read)) this.#settleUpTo(read);
    else if (this.#early.size < this.#inFlight) this.#early.add(read);
  }

  #settleUpTo(command: LogId): void {
    if (this.#appended.length > 0) this.#settleWhile((id) => compareLogIds(id, command) <= 0);
  }

  #settleWhile(isSettled: (id: LogId) => boolean): void {
    const open = this.#appended.findIndex(({ id }) => !isSettled(id));
    for (const { owner } of this.#appended.splice(0, open < 0 ? this.#appended.length : open)) this.#give(owner);
  }

  #give(owner: string): void {
    const left = (this.#ofOwner.get(owner) ?? 0) - 1;
    if (left > 0) this.#ofOwner.set(owner, left);
    else this.#ofOwner.delete(owner);
  }

  /**
   * Ends the waits of commands with an unknown outcome. All are kept for the same time, so the oldest are in front. If
   * such a command did reach the log, it stands before the newest one, and has its result no later.
   */
  #forgetUnsettled(): void {
    const now = performance.now();
    for (let [oldest] = this.#unsettled; oldest !== undefined && oldest.until <= now; [oldest] = this.#unsettled) {
      this.#unsettled.shift();
      const newest = this.#appended.at(-1);
      if (newest === undefined) this.#give(oldest.owner);
      else this.#appended.push({ id: newest.id, owner: oldest.owner });
    }
  }

  /** Finds the commands that are no longer in the log. When Redis does not answer, it is asked again later. */
  #look(): void {
    if (performance.now() < this.#lookAgainAt) return;
    this.#lookAgainAt = performance.now() + LOOK_EVERY_MS;
    this.#options.firstInLog().then(
      (first) => this.#settleWhile((id) => first === undefined || compareLogIds(id, first) < 0),
      () => {},
    );
  }
}
