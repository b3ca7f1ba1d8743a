import { randomUUID } from 'node:crypto';
import { LOG_START, type LogId } from '@fulcrum/log';
import { type CommandData, type CommandType, decodeReply, type JsonEvent, type Reply } from '@fulcrum/protocol';
import type { Logger } from '@fulcrum/service';
import { type Appender, type AppendOutcome, Backlog, type BacklogOptions } from '@fulcrum/streams';
import type { CallbackListener } from './callbacks.ts';

/** How long a callback may take before it counts as late. Late is not failed. */
const CALLBACK_LIMIT_MS = 5_000;

/** Commands that may be without their callback at a time, also those whose sender waits no more. */
const MAX_UNANSWERED = 10_000;

/** Settings of a client, which tests make smaller. */
export interface EngineClientOptions {
  /** Replicas that have to have a command before anybody is told that it is done. */
  readonly minReplicas?: number;
  /** Commands of one user that may be without their callback at a time. */
  readonly maxPerUser?: number;
  /** Is told of each command that is refused before it is sent. */
  readonly onRefused?: (why: 'not_ready' | 'unanswered') => void;
}

/** What became of a command. */
export type Answer =
  | {
      readonly outcome: 'answered';
      readonly event: JsonEvent;
      /** The entry of callback-stream in which it stands; of an answer to a read that came by itself, the last one before. */
      readonly callback: LogId;
    }
  /** Surely nothing was sent to the engine. */
  | {
      readonly outcome: 'refused';
      readonly reason: string;
      /** Whether it is the user who has too many commands under way. */
      readonly isTooMany?: true;
    }
  /** It was sent, or may have been, and no callback came in time. */
  | {
      readonly outcome: 'late';
      /** It was answered, and too few replicas of Redis are known to have it. */
      readonly isShortOfReplicas?: true;
    };

/** The commands of a user. */
type UserCommandType = {
  [Type in CommandType]: CommandData<Type> extends { readonly userId: string } ? Type : never;
}[CommandType];

/** A command without the id of its request, and without where its answer goes: the client gives it both. */
type Command<Type extends UserCommandType> = Omit<CommandData<Type>, 'requestId' | 'replyTo'> & {
  readonly userId: string;
};

/** The commands that change nothing, whose answers need not stand in callback-stream. */
type ReadType = 'get-account' | 'get-order';

/** A request that waits for its answer. */
interface Waiting {
  readonly settle: (answer: Answer) => void;
  /** Whether an event can be its answer that was sent to this process alone. */
  readonly fits: (event: Reply['event']) => boolean;
}

/** Sends commands to the engine, and resolves each with the callback that names its request. */
export class EngineClient implements CallbackListener {
  readonly #appender: Pick<Appender, 'append' | 'isConnected'>;
  readonly #backlog: Backlog;
  readonly #logger: Logger;
  readonly #minReplicas: number;
  readonly #onRefused: NonNullable<EngineClientOptions['onRefused']>;
  /** Ids of this process's requests begin with it, so that two processes never take each other's answers. */
  readonly #process = randomUUID();
  #isHearing = () => false;
  readonly #waiting = new Map<string, Waiting>();
  #requests = 0;
  #listening = false;
  #passed = LOG_START;

  constructor(
    appender: Pick<Appender, 'append' | 'isConnected'>,
    firstInLog: BacklogOptions['firstInLog'],
    logger: Logger,
    { minReplicas = 0, maxPerUser = 1_000, onRefused = () => {} }: EngineClientOptions = {},
  ) {
    this.#appender = appender;
    this.#onRefused = onRefused;
    this.#minReplicas = minReplicas;
    this.#backlog = new Backlog({ appender, limit: MAX_UNANSWERED, limitPerOwner: maxPerUser, firstInLog });
    // What it writes is made of ids and of Redis' own words: to look for secrets takes longer than to make the line.
    this.#logger = logger.child({}, { redact: [] });
  }

  /** Requests that wait for their callback. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Commands that are in the log, or may be, and have no callback yet, however late it is. */
  get unanswered(): number {
    return this.#backlog.size;
  }

  /** The last result that has gone by. */
  get passed(): LogId {
    return this.#passed;
  }

  /** Why a command would be refused at the moment, or undefined. */
  notReady(): string | undefined {
    if (!this.#listening) return 'The API has just started.';
    if (!this.#appender.isConnected) return 'Redis is not connected.';
    return this.#backlog.isFull ? 'Too many commands wait for the engine.' : undefined;
  }

  /** From now on every callback is seen. */
  startListening(): void {
    this.#listening = true;
  }

  /** The name under which answers to reads are sent to this process alone. */
  get replyTo(): string {
    return this.#process;
  }

  /** @param isHearing whether what is sent to `replyTo` reaches `onReply`. Else answers come with the callbacks. */
  hearReplies(isHearing: () => boolean): void {
    this.#isHearing = isHearing;
  }

  /** Takes what was sent to `replyTo`. Every engine answers: only the first is waited for. */
  onReply(text: string): void {
    const reply = decodeReply(text);
    if (reply === undefined) {
      this.#logger.warn('what came as an answer makes no sense');
      return;
    }
    const { after, cause, event } = reply;
    const waiting = this.#waiting.get(event.requestId);
    if (waiting?.fits(event) === false) {
      this.#logger.warn({ requestId: event.requestId }, 'what came as an answer answers another question');
      return;
    }
    waiting?.settle({ outcome: 'answered', event, callback: after });
    this.#backlog.settled(cause);
  }

  /** Asks what changes nothing. */
  read<Type extends ReadType>(type: Type, command: Command<Type>): Promise<Answer> {
    const replyTo = this.#isHearing() ? this.replyTo : undefined;
    return this.#send(type, { ...command, replyTo } as Command<Type>);
  }

  /** Never rejects: each of the three outcomes is an answer. */
  send<Type extends UserCommandType>(type: Type, command: Command<Type>): Promise<Answer> {
    return this.#send(type, command);
  }

  async #send<Type extends UserCommandType>(type: Type, { userId, ...command }: Command<Type>): Promise<Answer> {
    const refusal = this.#refusal(userId);
    if (refusal !== undefined) return refusal;
    this.#requests += 1;
    const requestId = `${this.#process}:${this.#requests}`;
    const orderId = 'orderId' in command ? String(command.orderId) : undefined;
    const answered = this.#waitFor(requestId, (event) => isAnswer(event, type, userId, orderId));
    const settle = this.#waiting.get(requestId)?.settle;
    const data = JSON.stringify({ requestId, userId, ...command });
    const appending = this.#backlog.append({ type, data }, userId);
    void appending.then((appended) => {
      if (appended.outcome === 'refused') settle?.(appended);
    });
    const answer = await this.#once(appending, await answered);
    // The client has its answer before it is written down.
    setImmediate(() => this.#log(answer, { type, requestId, orderId }));
    return answer;
  }

  #refusal(userId: string): Answer | undefined {
    const reason = this.notReady();
    if (reason !== undefined) {
      this.#onRefused('not_ready');
      return { outcome: 'refused', reason };
    }
    if (!this.#backlog.isFullFor(userId)) return undefined;
    this.#onRefused('unanswered');
    return { outcome: 'refused', reason: this.#backlog.ownersLimit, isTooMany: true };
  }

  /** What too few replicas have may be gone after a fail-over: nobody is told that it is done. Nor is it sent again. */
  async #once(appending: Promise<AppendOutcome>, answer: Answer): Promise<Answer> {
    if (this.#minReplicas === 0 || answer.outcome !== 'answered') return answer;
    const appended = await appending;
    const isReplicated = appended.outcome === 'appended' && (await appended.isReplicated) === true;
    return isReplicated ? answer : { outcome: 'late', isShortOfReplicas: true };
  }

  concerns(events: string): boolean {
    return events.includes(this.#process);
  }

  onEvent(event: JsonEvent, callback: LogId): void {
    if ('requestId' in event && typeof event.requestId === 'string')
      this.#waiting.get(event.requestId)?.settle({ outcome: 'answered', event, callback });
  }

  /** Callbacks went by unseen: nobody who waits can know. */
  onGap(): void {
    for (const { settle } of [...this.#waiting.values()]) settle({ outcome: 'late' });
  }

  onPassed(callback: LogId): void {
    this.#passed = callback;
    this.#backlog.answered(callback);
  }

  #waitFor(requestId: string, fits: Waiting['fits']): Promise<Answer> {
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        clearTimeout(timer);
        this.#waiting.delete(requestId);
        resolve(answer);
      };
      const timer = setTimeout(settle, CALLBACK_LIMIT_MS, { outcome: 'late' });
      this.#waiting.set(requestId, { settle, fits });
    });
  }

  #log(answer: Answer, command: { type: CommandType; requestId: string; orderId: string | undefined }): void {
    const level = command.type.startsWith('get-') ? 'debug' : 'info';
    if (answer.outcome === 'answered') this.#logger[level]({ ...command, answer: answer.event.type }, 'answered');
    else this.#logger.warn({ ...command, ...answer }, 'not answered');
  }
}

/** Whether an event can answer a read. What changes something is answered in callback-stream alone. */
function isAnswer(event: Reply['event'], type: CommandType, userId: string, orderId: string | undefined): boolean {
  if (event.userId !== undefined && event.userId !== userId) return false;
  if (type === 'get-account') return event.type !== 'order';
  return type === 'get-order' && event.type !== 'account' && (event.orderId ?? orderId) === orderId;
}
