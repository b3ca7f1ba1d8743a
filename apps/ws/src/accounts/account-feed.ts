import { AccountReadings, EngineClient } from '@fulcrum/engine-client';
import {
  Appender,
  CALLBACKS_PER_READ,
  Channel,
  endOfStream,
  firstOfStream,
  Reader,
  type Reading,
} from '@fulcrum/streams';
import { countQueues } from '../feed-metrics.ts';
import { type FeedParts, repeat } from '../feed-parts.ts';
import type { Market } from '../prices/market.ts';
import { Callbacks } from '../streams/callbacks.ts';
import { inSlices } from '../streams/in-slices.ts';
import { AccountRequests } from './account-requests.ts';
import { Accounts } from './accounts.ts';

/** What concerns one user: accounts, which are read from the engine and kept up to date with its results. */
export class AccountFeed {
  readonly accounts: Accounts;
  readonly reader: Reader;
  readonly #parts: FeedParts;
  readonly #appender: Appender;
  readonly #engine: EngineClient;
  /** The answers to the reads of this process. */
  readonly #replies: Channel;
  readonly #callbacks: Callbacks;

  constructor(parts: FeedParts, market: Market) {
    const { registry, logger, limits } = parts;
    this.#parts = parts;
    this.#appender = new Appender(parts.commands, parts.keys.engine);
    this.#engine = this.#createEngineClient();
    this.#replies = this.#createReplies();
    const readings = new AccountReadings({
      readPage: (userId, page, calledOff) => this.#engine.read('get-account', { userId, ...page }, calledOff),
      catchUpLimitMs: limits.answerWithinMs,
    });
    const requests = new AccountRequests(readings);
    this.accounts = new Accounts(requests, market.prices);
    const listeners = { instruments: market.instruments, engine: this.#engine, readings, accounts: this.accounts };
    this.#callbacks = new Callbacks(listeners, ({ id }, error) =>
      logger.error({ id, err: error }, 'a callback entry makes no sense and is left out'),
    );
    this.reader = this.#createReader(market);
    countQueues(registry, {
      waitingRequests: () => requests.waiting,
      unansweredRequests: () => this.#engine.unanswered,
      appendsInFlight: () => this.#appender.inFlight,
    });
  }

  get isConnected(): boolean {
    return this.#appender.isConnected && this.reader.isConnected;
  }

  /** Resolves when the signal is given. */
  async run(): Promise<void> {
    const { signal, limits } = this.#parts;
    const figures = repeat(limits.figuresEveryMs, signal, () => this.accounts.publishFigures());
    await Promise.all([this.reader.run(), this.#replies.run(), figures]);
  }

  #createEngineClient(): EngineClient {
    const { commands, keys, limits } = this.#parts;
    return new EngineClient({
      appender: this.#appender,
      firstInLog: () => firstOfStream(commands, keys.engine),
      whyDeaf: () => (this.reader.isReading ? undefined : 'Its results are not followed yet.'),
      hearsReplies: () => this.#replies.isListening,
      answerLimitMs: limits.answerWithinMs,
      maxUnanswered: limits.maxUnanswered,
      maxUnansweredPerUser: limits.maxUnansweredPerUser,
    });
  }

  #createReplies(): Channel {
    const { connect, keys, signal, onError } = this.#parts;
    const channel = keys.replies(this.#engine.replyTo);
    return new Channel({ redis: connect(), channel, signal, onMessage: (text) => this.#engine.onReply(text), onError });
  }

  #createReader(market: Market): Reader {
    const { connect, keys, signal, onError, gathering } = this.#parts;
    const [redis, key] = [connect(), keys.callback];
    const take: Reading['take'] = (entries) =>
      inSlices(
        entries,
        (entry) => this.#callbacks.apply(entry),
        (work) => gathering.during(work),
      );
    const begin = async () => {
      const end = await endOfStream(redis, key);
      const start = () => {
        this.accounts.startOver();
        market.startOver();
        // In this order: an account that was being read lacks the results of a gap, and must not be told as whole.
        this.#callbacks.passed(end);
      };
      return { from: end, start, take };
    };
    return new Reader({ redis, key, count: CALLBACKS_PER_READ, signal, begin, onGap: onError, onError });
  }
}
