import assert from 'node:assert/strict';
import type { Command } from '@fulcrum/cfd';
import { LOG_START, type LogId } from '@fulcrum/log';
import { type Redis, streamKeys, trimBefore } from '@fulcrum/streams';
import { quietTick } from '../core/workload.ts';
import { percentile } from '../report/statistics.ts';
import type { ResultTexts } from './echo.ts';
import { InFlight, type Settled } from './in-flight.ts';
import { Orders, type Step } from './orders.ts';
import { readBatches } from './read-batches.ts';

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The beginning of each run is not counted. */
const WARM_UP_MS = 500;
const LOOK_FOR_LOST_EVERY_MS = 500;

/** Keeps a number of orders on their way through the engine-stream and the callback-stream of a shard. */
export class Load {
  readonly #writing: Redis;
  readonly #keys: ReturnType<typeof streamKeys>;
  readonly #orders = new Orders();
  readonly #inFlight = new InFlight<Step>();
  readonly #texts: Record<string, string> = {};
  #onSettled: (settled: Settled<Step>) => void = () => {};
  #onError: (error: unknown) => void = () => {};
  #due: Step[] = [];
  #lastId: LogId = LOG_START;

  /** @param reading a connection of its own, because a blocking read holds it up. */
  constructor(reading: Redis, writing: Redis, shard: number) {
    this.#writing = writing;
    this.#keys = streamKeys(shard);
    this.#read(reading).catch((error) => this.#onError(error));
  }

  /** Makes the market and the accounts. */
  async prepare(): Promise<void> {
    const preparation = this.#orders.preparation();
    await this.#drive(preparation, () => undefined);
    await this.#writing.xadd(this.#keys.engine, '*', ...toFields(quietTick));
  }

  /** An example of a result for each type of command. */
  get texts(): ResultTexts {
    return this.#texts;
  }

  async run(inFlight: number, seconds: number): Promise<LoadResult> {
    const beginsAtMs = performance.now() + WARM_UP_MS;
    const endsAtMs = beginsAtMs + seconds * 1_000;
    const latenciesMs: number[] = [];
    const first = Array.from({ length: inFlight }, () => this.#orders.open());
    await this.#drive(first, ({ tag, sentAtMs, atMs }) => {
      if (atMs >= beginsAtMs && atMs < endsAtMs) latenciesMs.push(atMs - sentAtMs);
      // A client's last order is always closed, so that a run leaves no orders to the next one.
      return atMs < endsAtMs || tag.expected === 'created' ? this.#orders.after(tag) : undefined;
    });
    await trimBefore(this.#writing, this.#keys.engine, this.#lastId);
    const perSecond = latenciesMs.length / seconds;
    return { perSecond, p50Ms: percentile(latenciesMs, 0.5), p99Ms: percentile(latenciesMs, 0.99) };
  }

  /** Sends steps, and after each result the step that `next` returns, until it returns none for any client. */
  async #drive(first: readonly Step[], next: (settled: Settled<Step>) => Step | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let clients = first.length;
    this.#onError = reject;
    this.#onSettled = (settled) => {
      this.#check(settled);
      const step = next(settled);
      if (step !== undefined) this.#due.push(step);
      else if (--clients === 0) resolve();
    };
    const looking = setInterval(() => this.#lookForLost(), LOOK_FOR_LOST_EVERY_MS);
    this.#due.push(...first);
    this.#flush();
    await promise.finally(() => clearInterval(looking));
    assert.equal(this.#inFlight.strays, 0, 'every result belongs to an entry');
  }

  #check({ tag: { command, expected }, text }: Settled<Step>): void {
    assert(text.includes(`"type":"${expected}"`), `a ${command.type} is answered with "${expected}", not ${text}`);
    this.#texts[command.type] = text;
  }

  #lookForLost(): void {
    const lost = this.#inFlight.lost(performance.now());
    if (lost !== undefined) this.#onError(new Error(`the result ${lost} has not come`));
  }

  async #read(reading: Redis): Promise<void> {
    for await (const batch of readBatches(reading, this.#keys.callback, LOG_START)) {
      const atMs = performance.now();
      for (const { id, fields } of batch) this.#settle(this.#inFlight.arrived(id, fields[1] ?? '', atMs));
      this.#flush();
    }
  }

  /** The commands that became due while a batch was read are appended together. */
  #flush(): void {
    if (this.#due.length === 0) return;
    const steps = this.#due;
    this.#due = [];
    this.#append(steps).catch((error) => this.#onError(error));
  }

  async #append(steps: readonly Step[]): Promise<void> {
    const sentAtMs = performance.now();
    const pipeline = this.#writing.pipeline();
    for (const { command } of steps) pipeline.xadd(this.#keys.engine, '*', ...toFields(command));
    const replies = (await pipeline.exec()) ?? [];
    for (const [at, step] of steps.entries()) {
      const [error, id] = replies[at] ?? [new Error('no reply')];
      if (error !== null) throw error;
      this.#lastId = String(id);
      this.#settle(this.#inFlight.appended(this.#lastId, step, sentAtMs));
    }
    this.#flush();
  }

  #settle(settled: Settled<Step> | undefined): void {
    if (settled !== undefined) this.#onSettled(settled);
  }
}

function toFields({ type, ...data }: Command): string[] {
  return ['type', type, 'data', JSON.stringify(data)];
}
