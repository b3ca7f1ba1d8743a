import { causeOf, compareLogIds, LOG_START, type LogId } from '@fulcrum/core';
import type { AppendOutcome } from './append.ts';

/** What the backlog needs of an appender. */
interface CommandAppender {
  append(fields: Record<string, string>): Promise<AppendOutcome>;
}

export interface BacklogOptions {
  readonly appender: CommandAppender;
  /** Commands of this process that may stand in the log, or be on their way there, without their result. */
  readonly limit: number;
  /** The first entry that stands in the log, or undefined when there is none. */
  readonly firstInLog: () => Promise<LogId | undefined>;
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
 * neither the log nor this process grows before an engine that is slow, or does not run at all.
 *
 * The engine answers in the order of the log, so a result settles every command up to its cause. The count can neither
 * leak nor stay high: a command that went out of the log, because it was trimmed behind the engine or because Redis
 * lost it, waits for nothing any more, and is found out when the backlog is full.
 */
export class Backlog {
  readonly #options: BacklogOptions;
  /** Ids of the appended commands, in the order of the log. */
  readonly #appended: LogId[] = [];
  /** The times from which commands count no more of which nobody knows whether they were appended. */
  readonly #unsettled: number[] = [];
  #underWay = 0;
  /** The last command whose answer went by. */
  #answeredUpTo: LogId = LOG_START;
  #lookAgainAt = 0;

  constructor(options: BacklogOptions) {
    this.#options = options;
  }

  /** Commands without their result. */
  get size(): number {
    this.#forgetUnsettled();
    return this.#underWay + this.#appended.length + this.#unsettled.length;
  }

  get isFull(): boolean {
    const isFull = this.size >= this.#options.limit;
    if (isFull) this.#look();
    return isFull;
  }

  /** Appends a command, each of which has one result, unless there are too many without theirs. */
  async append(fields: Record<string, string>): Promise<AppendOutcome> {
    if (this.isFull) return { outcome: 'refused', reason: 'Too many commands wait for the engine.' };
    this.#underWay += 1;
    const appended = await this.#options.appender.append(fields);
    this.#underWay -= 1;
    if (appended.outcome === 'unknown') this.#unsettled.push(performance.now() + UNSETTLED_MS);
    // The result may have gone by already: it comes over another connection.
    if (appended.outcome === 'appended' && compareLogIds(appended.id, this.#answeredUpTo) > 0)
      this.#appended.push(appended.id);
    return appended;
  }

  /** A result went by, or is the last that did so unseen: every command up to its cause has its own. */
  answered(callback: LogId): void {
    this.settled(causeOf(callback));
  }

  /** A command has its answer, and so has every one before it. */
  settled(command: LogId): void {
    if (compareLogIds(command, this.#answeredUpTo) <= 0) return;
    this.#answeredUpTo = command;
    if (this.#appended.length > 0) this.#settleWhile((id) => compareLogIds(id, command) <= 0);
  }

  #settleWhile(isSettled: (id: LogId) => boolean): void {
    const open = this.#appended.findIndex((id) => !isSettled(id));
    this.#appended.splice(0, open < 0 ? this.#appended.length : open);
  }

  /**
   * All are kept for the same time, so that the oldest are in front. One that did reach the log stands before what was
   * appended since, and has its result no later than that.
   */
  #forgetUnsettled(): void {
    const now = performance.now();
    while ((this.#unsettled[0] ?? Number.POSITIVE_INFINITY) <= now) {
      this.#unsettled.shift();
      const newest = this.#appended.at(-1);
      if (newest !== undefined) this.#appended.push(newest);
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
