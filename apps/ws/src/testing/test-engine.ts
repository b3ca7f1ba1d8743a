import { setTimeout as sleep } from 'node:timers/promises';
import { Core } from '@fulcrum/cfd';
import { callbackId, LOG_START, type LogEntry, type LogId } from '@fulcrum/log';
import { answerEntry, applyEntry, encodeReply, type JsonEvent } from '@fulcrum/protocol';
import { connectRedis, follow, Publisher, type Result, streamKeys, whenReady } from '@fulcrum/streams';

/** The engine of a test: the real core between the two streams, without a database. */
export class TestEngine {
  readonly #stopping = new AbortController();
  readonly #readRedis;
  readonly #publishRedis;
  readonly #publisher: Publisher;
  readonly #core = Core.empty();
  readonly #running: Promise<unknown>;
  #held: Result[] | undefined;
  #lastResult: LogId = LOG_START;
  /** What it said, for the test to compare with. */
  readonly events: JsonEvent[] = [];

  constructor(redisUrl: string) {
    this.#readRedis = connectRedis(redisUrl, () => {});
    this.#publishRedis = connectRedis(redisUrl, () => {});
    const { signal } = this.#stopping;
    const options = { redis: this.#publishRedis, keys: streamKeys().ofEngine, signal, onError: () => {} };
    this.#publisher = new Publisher(options);
    this.#running = Promise.all([this.#publisher.run(), this.#run(signal)]);
  }

  /** From now on results wait. */
  hold(): void {
    this.#held ??= [];
  }

  /** Publishes what waited. */
  release(): void {
    this.#publisher.enqueue(this.#held ?? []);
    this.#held = undefined;
  }

  /** Publishes what waited in one transaction that leaves only its last entry: what a reader misses that is too slow. */
  async releaseTrimmed(count: number): Promise<void> {
    while ((this.#held?.length ?? 0) < count) await sleep(5, undefined, { signal: this.#stopping.signal });
    const held = this.#held ?? [];
    this.#held = undefined;
    await whenReady(this.#publishRedis, this.#stopping.signal);
    const transaction = this.#publishRedis.multi();
    for (const { id, events } of held) transaction.call('XADD', streamKeys().callback, id, 'events', events);
    transaction.call('XTRIM', streamKeys().callback, 'MAXLEN', '=', 1);
    await transaction.exec();
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the test is over'));
    await this.#running.catch(() => {});
    this.#publishRedis.disconnect();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const options = { redis: this.#readRedis, key: streamKeys().engine, from: LOG_START, signal, onError: () => {} };
    for await (const { entries } of follow(options))
      for (const { id, fields } of entries) this.#apply(id, fields.type ?? '', fields.data ?? '');
  }

  #apply(id: LogId, type: string, data: string): void {
    const events = applyEntry(this.#core, { id, type, data });
    this.events.push(...events);
    if (events.length === 0) this.#reply({ id, type, data });
    else this.#publish({ id: callbackId(id, 0), events: JSON.stringify(events) });
  }

  #publish(result: Result): void {
    this.#lastResult = result.id;
    if (this.#held === undefined) this.#publisher.enqueue([result]);
    else this.#held.push(result);
  }

  /** An answer leaves once the results before it are published. */
  #reply(entry: LogEntry): void {
    const reply = answerEntry(this.#core, entry);
    if (reply === undefined) return;
    const text = encodeReply(this.#lastResult, entry.id, reply.answer);
    const send = () => this.#publishRedis.publish(streamKeys().replies(reply.replyTo), text);
    void this.#publisher
      .flushed()
      .then(send)
      .catch(() => {});
  }
}
