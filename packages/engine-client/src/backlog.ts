import { causeOf, compareLogIds, LOG_START, type LogId } from '@fulcrum/log';
import type { AppendOutcome } from '@fulcrum/streams';

/** What the backlog needs of an appender. */
interface CommandAppender {
  append(fields: Record<string, string>): Promise<AppendOutcome>;
}

export interface BacklogOptions {
  readonly appender: CommandAppender;
  /** Commands of this process that may stand in the log, or be on their way there, without their result. */
  readonly limit: number;
  /** As many of them may belong to one owner. */
  readonly limitPerOwner: number;
  /** The first entry that stands in the log, or undefined when there is none. */
  readonly firstInLog: () => Promise<LogId | undefined>;
}

/** A command in the log, and whose it is. */
interface Appended {
  readonly id: LogId;
  readonly owner: string;
}

/** One of which nobody knows whether it was appended. */
interface Unsettled {
  readonly owner: string;
  /** The time from which it counts no more. */
  readonly until: number;
}

/**
 * How long a command whose append has no certain outcome counts for one that was appended: by then Redis has read
 * whatever still stood in the broken connection.
 */
const UNSETTLED_MS = 30_000;

/** While the backlog is full it is looked that often whether its commands still stand in the log. */
const LOOK_EVERY_MS = 1_000;

/**
 * This process's commands that the engine has not answered: those on their way into the log, and those that stand in
 * it and whose results have not gone by, however late they are. When there are too many, no more are appended, so that
 * neither the log nor this process grows before an engine that is slow, or does not run at all. One owner cannot take
 * the place of all others.
 *
 * The engine answers in the order of the log, so a result settles every command up to its cause. The count can neither
 * leak nor stay high: a command that went out of the log, because it was trimmed behind the engine or because Redis
 * lost it, waits for nothing any more, and is found out when the backlog is full.
 */
export class Backlog {
  readonly #options: BacklogOptions;
  /** In the order of the log. */
  readonly #appended: Appended[] = [];
  readonly #unsettled: Unsettled[] = [];
  /** Commands without their result, by owner. */
  readonly #ofOwner = new Map<string, number>();
  #inFlight = 0;
  /** Reads whose answer came before that to their append. */
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

  /** What an owner is told who has too many. */
  get ownersLimit(): string {
    return `Too many of your commands wait for the engine: the limit is ${this.#options.limitPerOwner} at a time.`;
  }

  /** Whether an owner has so many commands without their result that no more are appended. */
  isFullFor(owner: string): boolean {
    this.#forgetUnsettled();
    const isFull = (this.#ofOwner.get(owner) ?? 0) >= this.#options.limitPerOwner;
    if (isFull) this.#look();
    return isFull;
  }

  /**
   * Appends a command, each of which has one result, unless there are too many without theirs.
   *
   * @param owner whose command it is.
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

  /** The result, or the answer, may have come already: it takes another connection. */
  #isAnswered(command: LogId): boolean {
    return this.#early.delete(command) || compareLogIds(command, this.#answeredUpTo) <= 0;
  }

  /** A result went by, or is the last that did so unseen: every command up to its cause has its own. */
  answered(callback: LogId): void {
    const command = causeOf(callback);
    if (compareLogIds(command, this.#answeredUpTo) <= 0) return;
    this.#answeredUpTo = command;
    this.#settleUpTo(command);
  }

  /**
   * A read has its answer, and every command before it has its own. Anybody who reaches Redis can send an answer: one to
   * what is no read of this process settles nothing.
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
   * All are kept for the same time, so that the oldest are in front. One that did reach the log stands before what was
   * appended since, and has its result no later than that.
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

  /** Finds out which commands do not stand in the log any more. When Redis does not tell, it is asked again later. */
  #look(): void {
    if (performance.now() < this.#lookAgainAt) return;
    this.#lookAgainAt = performance.now() + LOOK_EVERY_MS;
    this.#options.firstInLog().then(
      (first) => this.#settleWhile((id) => first === undefined || compareLogIds(id, first) < 0),
      () => {},
    );
  }
}
