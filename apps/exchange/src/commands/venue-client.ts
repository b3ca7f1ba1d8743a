import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandData, CommandType } from '@fulcrum/matching';
import type { Appender, AppendOutcome } from '@fulcrum/streams';
import type { Made } from '../core/made.ts';
import { venueProblem } from '../dialect/venue-problem.ts';
import { type Answered, Gathering } from './answered.ts';
import { Waiting } from './waiting.ts';

/** How long an answer may take before it counts as late. */
const ANSWER_LIMIT_MS = 5_000;

/** How long a stop waits for answers, and how often it looks whether they have come. */
const LAST_ANSWERS_MS = 4_000;
const LAST_LOOK_MS = 10;

/** The most commands that may be without their result at a time. Those whose sender no longer waits count too. */
const MAX_UNANSWERED = 10_000;
const MAX_UNANSWERED_PER_USER = 1_000;

/** A command whose append has an unknown outcome counts for so long. By then it is in the log, or never will be. */
const UNSETTLED_MS = 30_000;

export interface VenueClientOptions {
  readonly appender: Pick<Appender, 'append' | 'isConnected'>;
  /** What keeps the own core from answering; undefined when nothing does. */
  readonly notReady: () => string | undefined;
  readonly signal: AbortSignal;
  readonly minReplicas?: number;
  readonly answerLimitMs?: number;
  readonly maxUnanswered?: number;
  readonly maxUnansweredPerUser?: number;
}

/** The commands of a user. */
type UserCommandType = {
  [Type in CommandType]: CommandData<Type> extends { readonly userId: string } ? Type : never;
}[CommandType];

type Command<Type extends UserCommandType> = Omit<CommandData<Type>, 'requestId'> & { readonly userId: string };

/**
 * Sends commands to the log, and gives each the answer that the own core has made of it, once that is confirmed. Nothing
 * is ever sent again: who has no answer in time asks what is open.
 */
export class VenueClient {
  readonly #options: VenueClientOptions;
  readonly #waiting: Waiting<Answered>;
  /** The request ids of this process begin with it, so that no two processes take each other's answers. */
  readonly #name = randomUUID();
  #requests = 0;
  #gathering: Gathering | undefined;

  constructor(options: VenueClientOptions) {
    this.#options = options;
    this.#waiting = new Waiting(options.answerLimitMs ?? ANSWER_LIMIT_MS);
  }

  /** Commands that have no result yet, however late. */
  get unanswered(): number {
    return this.#waiting.size;
  }

  /**
   * @throws Problem when nothing was sent, when the core refuses it, and when its answer does not come in time: then it may
   *   have been done, or be done later.
   */
  async send<Type extends UserCommandType>(type: Type, command: Command<Type>): Promise<Answered> {
    this.#requireRoom(command.userId);
    this.#requests += 1;
    const requestId = `${this.#name}:${this.#requests}`;
    const answer = this.#waiting.begin(requestId, command.userId);
    const appending = this.#options.appender.append({ type, data: JSON.stringify({ requestId, ...command }) });
    const appended = await appending;
    if (appended.outcome === 'refused') {
      this.#waiting.end(requestId, 'late');
      throw venueProblem('MAINTENANCE', `Nothing was sent: ${appended.reason}`);
    }
    if (appended.outcome === 'unknown') void this.#giveUpLater(requestId);
    const outcome = await answer;
    if (outcome === 'late' || !(await this.#isSafe(appended))) throw late();
    const { event } = outcome.answer;
    if (event.type === 'rejected') throw venueProblem(event.code, event.message);
    return outcome.answer;
  }

  /** Takes what is confirmed. */
  take({ events, isLast, met }: Made): void {
    for (const event of events) {
      const requestId = 'requestId' in event ? event.requestId : undefined;
      if (requestId !== undefined && this.#waiting.has(requestId))
        this.#gathering = new Gathering(requestId, event, met);
      else this.#gathering?.add(event);
    }
    if (!isLast || this.#gathering === undefined) return;
    const { requestId, answered } = this.#gathering;
    this.#gathering = undefined;
    this.#waiting.end(requestId, { answer: answered });
  }

  /** Waits until all that was sent is answered, but not for long. */
  async settle(): Promise<void> {
    for (const end = performance.now() + LAST_ANSWERS_MS; this.unanswered > 0 && performance.now() < end; )
      await sleep(LAST_LOOK_MS);
  }

  /** The replica begins anew: whoever waits gets no answer. */
  startOver(): void {
    this.#gathering = undefined;
    this.#waiting.endAll();
  }

  #requireRoom(userId: string): void {
    const {
      notReady,
      appender,
      maxUnanswered = MAX_UNANSWERED,
      maxUnansweredPerUser = MAX_UNANSWERED_PER_USER,
    } = this.#options;
    const reason = notReady() ?? (appender.isConnected ? undefined : 'Redis is not connected');
    if (reason !== undefined) throw venueProblem('MAINTENANCE', `The venue is not ready: ${reason}.`);
    if (this.#waiting.size >= maxUnanswered) throw venueProblem('MAINTENANCE', 'Too many commands wait to be done.');
    if (this.#waiting.of(userId) >= maxUnansweredPerUser)
      throw venueProblem('TOO_MANY_REQUESTS', `The limit is ${maxUnansweredPerUser} of your commands at a time.`);
  }

  /** A fail-over may undo a command that too few replicas have: then nobody is told that it is done. */
  async #isSafe(appended: AppendOutcome): Promise<boolean> {
    if ((this.#options.minReplicas ?? 0) === 0) return true;
    return appended.outcome === 'appended' && (await appended.isReplicated) === true;
  }

  async #giveUpLater(requestId: string): Promise<void> {
    await sleep(UNSETTLED_MS, undefined, { signal: this.#options.signal, ref: false }).catch(() => {});
    this.#waiting.end(requestId, 'late');
  }
}

function late() {
  return venueProblem('TIMEOUT', 'The answer did not come in time. It may be done all the same: look what is open.');
}
