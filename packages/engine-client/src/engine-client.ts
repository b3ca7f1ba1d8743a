import { randomUUID } from 'node:crypto';
import { LOG_START, type LogId } from '@fulcrum/log';
import { type CommandData, type CommandType, decodeReply, type JsonEvent } from '@fulcrum/protocol';
import type { Appender, AppendOutcome } from '@fulcrum/streams';
import { type Answer, canAnswer, type Question } from './answer.ts';
import { Backlog, type BacklogOptions } from './backlog.ts';
import type { CallbackListener } from './callback-listener.ts';
import { PendingRequests } from './pending-requests.ts';

/** How long an answer may take before it counts as late. Late is not failed. */
const ANSWER_LIMIT_MS = 5_000;

/** The most commands that may be without their result at a time. Those whose sender no longer waits count too. */
const MAX_UNANSWERED = 10_000;

/** The most of them that may belong to one user. */
const MAX_UNANSWERED_PER_USER = 1_000;

export interface EngineClientOptions {
  readonly appender: Pick<Appender, 'append' | 'isConnected'>;
  readonly firstInLog: BacklogOptions['firstInLog'];
  /** Why nothing can be sent yet: results could go by unseen. Undefined while callback-stream is followed. */
  readonly whyDeaf: () => string | undefined;
  /** Whether replies to this process reach `onReply`. Otherwise the engine is asked to answer in callback-stream. */
  readonly hearsReplies?: () => boolean;
  readonly answerLimitMs?: number;
  readonly maxUnanswered?: number;
  readonly maxUnansweredPerUser?: number;
  /** Replicas of Redis that have to have a command before anybody is told that it is done. */
  readonly minReplicas?: number;
  /** Is told of each command that is refused before it is sent. */
  readonly onRefused?: (why: 'not_ready' | 'unanswered') => void;
  /** Is told of each answer, once its asker has it. */
  readonly onSettled?: (answer: Answer, question: Question & { readonly requestId: string }) => void;
  /** Is told of a reply that makes no sense, or that answers another question. */
  readonly onStrangeReply?: (requestId?: string) => void;
}

/** The commands of a user. */
type UserCommandType = {
  [Type in CommandType]: CommandData<Type> extends { readonly userId: string } ? Type : never;
}[CommandType];

/** A command without its request id and its reply address. The client adds both. */
type Command<Type extends UserCommandType> = Omit<CommandData<Type>, 'requestId' | 'replyTo'> & {
  readonly userId: string;
};

/** The commands that change nothing. Their answers need not stand in callback-stream. */
type ReadType = 'get-account' | 'get-order';

/** Sends commands to the engine, and resolves each with the event that names its request. */
export class EngineClient implements CallbackListener {
  readonly #options: EngineClientOptions;
  readonly #backlog: Backlog;
  readonly #pending: PendingRequests;
  /** The request ids of this process begin with it, so that no two processes take each other's answers. */
  readonly #name = randomUUID();
  #requests = 0;
  #passed = LOG_START;

  constructor(options: EngineClientOptions) {
    const { appender, firstInLog, maxUnanswered = MAX_UNANSWERED, answerLimitMs = ANSWER_LIMIT_MS } = options;
    this.#options = options;
    this.#pending = new PendingRequests(answerLimitMs);
    this.#backlog = new Backlog({
      appender,
      firstInLog,
      limit: maxUnanswered,
      limitPerOwner: options.maxUnansweredPerUser ?? MAX_UNANSWERED_PER_USER,
    });
  }

  /** Requests that wait for their answer. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Commands that are in the log, or may be, and have no result yet, however late. */
  get unanswered(): number {
    return this.#backlog.size;
  }

  /** The last result that has gone by. */
  get passed(): LogId {
    return this.#passed;
  }

  /** The name under which replies to reads are sent to this process alone. */
  get replyTo(): string {
    return this.#name;
  }

  /** Why a command would be refused at the moment, or undefined. */
  notReady(): string | undefined {
    const { whyDeaf, appender } = this.#options;
    const reason = whyDeaf();
    if (reason !== undefined) return reason;
    if (!appender.isConnected) return 'Redis is not connected.';
    return this.#backlog.isFull ? 'Too many commands wait for the engine.' : undefined;
  }

  /**
   * Sends a command that changes nothing.
   *
   * @param calledOff is given when nobody wants the answer any more.
   */
  read<Type extends ReadType>(type: Type, command: Command<Type>, calledOff?: AbortSignal): Promise<Answer> {
    const replyTo = this.#options.hearsReplies?.() === true ? this.#name : undefined;
    return this.#send(type, { ...command, replyTo } as Command<Type>, calledOff);
  }

  /** Never rejects: each of the three outcomes is an answer. */
  send<Type extends UserCommandType>(type: Type, command: Command<Type>): Promise<Answer> {
    return this.#send(type, command);
  }

  /** Takes what was sent to `replyTo`. Every engine answers, and the first answer counts. */
  onReply(text: string): void {
    const reply = decodeReply(text);
    const requestId = reply?.event.requestId ?? '';
    const question = this.#pending.questionOf(requestId);
    if (reply === undefined || (question !== undefined && !canAnswer(reply.event, question))) {
      this.#options.onStrangeReply?.(reply?.event.requestId);
      return;
    }
    const { after, cause, event } = reply;
    this.#pending.settle(requestId, { outcome: 'answered', event, callback: after });
    this.#backlog.settled(cause);
  }

  concerns(events: string): boolean {
    return events.includes(this.#name);
  }

  onEvent(event: JsonEvent, callback: LogId): void {
    this.take(event, callback);
  }

  /** @returns whether the event of callback-stream is an answer that somebody waits for here. */
  take(event: JsonEvent, callback: LogId): boolean {
    if (!('requestId' in event) || typeof event.requestId !== 'string') return false;
    return this.#pending.settle(event.requestId, { outcome: 'answered', event, callback });
  }

  /** Results went by unseen: whoever waits for one gets a late answer. */
  onGap(): void {
    this.#pending.settleAll({ outcome: 'late' });
  }

  onPassed(callback: LogId): void {
    this.#passed = callback;
    this.#backlog.answered(callback);
  }

  async #send<Type extends UserCommandType>(
    type: Type,
    { userId, ...command }: Command<Type>,
    calledOff?: AbortSignal,
  ): Promise<Answer> {
    const refusal = this.#refusal(userId);
    if (refusal !== undefined) return refusal;
    this.#requests += 1;
    const requestId = `${this.#name}:${this.#requests}`;
    const orderId = 'orderId' in command ? String(command.orderId) : undefined;
    const question: Question = { type, userId, orderId };
    const answered = this.#pending.waitFor(requestId, question, calledOff);
    const data = JSON.stringify({ requestId, userId, ...command });
    const appending = this.#backlog.append({ type, data }, userId);
    void appending.then((appended) => {
      if (appended.outcome === 'refused') this.#pending.settle(requestId, appended);
    });
    const answer = await this.#onceReplicated(appending, await answered);
    setImmediate(() => this.#options.onSettled?.(answer, { ...question, requestId }));
    return answer;
  }

  #refusal(userId: string): Answer | undefined {
    const { onRefused } = this.#options;
    const reason = this.notReady();
    if (reason !== undefined) {
      onRefused?.('not_ready');
      return { outcome: 'refused', reason };
    }
    if (!this.#backlog.isFullFor(userId)) return undefined;
    onRefused?.('unanswered');
    return { outcome: 'refused', reason: this.#backlog.ownersLimit, isTooMany: true };
  }

  /**
   * A fail-over may undo a command that too few replicas have. So nobody is told that it is done, and it is not sent again
   * either.
   */
  async #onceReplicated(appending: Promise<AppendOutcome>, answer: Answer): Promise<Answer> {
    const { minReplicas = 0 } = this.#options;
    if (minReplicas === 0 || answer.outcome !== 'answered') return answer;
    const appended = await appending;
    const isReplicated = appended.outcome === 'appended' && (await appended.isReplicated) === true;
    return isReplicated ? answer : { outcome: 'late', isShortOfReplicas: true };
  }
}
