import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../apps/exchange/src/seeded-random.ts';
import { CallbackWatch } from './callback-watch.ts';
import { untilAllCaughtUp, untilSnapshotOfAll } from './caught-up.ts';
import { type Disturbance, describeFaults } from './faults.ts';
import { FeedWatch } from './feed-watch.ts';
import { ChaosTrader } from './load/chaos-trader.ts';
import { Client } from './load/client.ts';
import { LoadFigures } from './load/load-figures.ts';
import { WAVE, WaveMarket } from './market.ts';
import { PriceBoard } from './price-board.ts';
import { askEngine } from './verdict/answers.ts';
import { Findings } from './verdict/findings.ts';
import { compareWithJournal, type JournalFigures } from './verdict/verdict.ts';
import { World } from './world.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** What is done, one after the other, until the plan or the time is over. */
  readonly plan: Iterable<Disturbance>;
  readonly limitMs: number;
  /** Given when everything has to end early. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Keeps the folder with logs and data even if nothing is wrong. */
  readonly keepsFolder: boolean;
}

export interface Progress {
  readonly doing: string;
  readonly figures: LoadFigures;
}

/** What a run came to. */
export interface Outcome {
  readonly figures: LoadFigures;
  readonly journal: JournalFigures;
  readonly findings: Findings;
  /** How often each fault was done, by its kind and target. */
  readonly faults: ReadonlyMap<string, number>;
  readonly feedEvents: number;
  readonly feedConnections: number;
  /** Orders a second before the first fault. */
  readonly calmOrdersPerSecond: number;
  /** Where logs and data were left; undefined when they were removed. */
  readonly folder: string | undefined;
}

const TRADERS = 48;
const FEEDS = 4;
/** Each trader acts once in this time, or as fast as answers come. */
const ACT_EVERY_MS = 70;
/** Undisturbed load before the first fault, to see what the machine can do. */
const CALM_MS = 3_000;
/** Answers that a client can work with; 0 stands for none. */
const KNOWN = new Set([0, 200, 201, 202, 404, 409, 422, 429, 503]);
const PROGRESS_EVERY_MS = 1_000;

/** Runs everything under load, disturbs it by the plan, waits until it has come to rest, and compares. */
export async function runChaos(options: ChaosOptions): Promise<Outcome> {
  const { onProgress } = options;
  const figures = new LoadFigures();
  let doing = 'starting';
  const tell = (now: string) => {
    doing = now;
  };
  const timer = setInterval(() => onProgress({ doing, figures }), PROGRESS_EVERY_MS);
  const world = await World.start();
  const run = new Run(world, options, figures, tell);
  let isGood = false;
  try {
    const outcome = await Promise.race([run.run(), whenAborted(options.signal)]);
    isGood = outcome.findings.total === 0;
    return { ...outcome, folder: isGood && !options.keepsFolder ? undefined : world.stack.home };
  } catch (error) {
    if (options.signal.aborted) throw error;
    throw new Error(`${(error as Error).message} (logs and data: ${world.stack.home})`, { cause: error });
  } finally {
    tell('stopping');
    await run.end();
    const isOfInterest = !isGood && !options.signal.aborted;
    await world.stop(isOfInterest || options.keepsFolder);
    clearInterval(timer);
  }
}

/** Never resolves: whatever is under way is given up. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

class Run {
  readonly #world: World;
  readonly #options: ChaosOptions;
  readonly #figures: LoadFigures;
  readonly #tell: (doing: string) => void;
  readonly #market: WaveMarket;
  readonly #prices = new PriceBoard();
  readonly #callbacks: CallbackWatch;
  readonly #findings = new Findings();
  #traders: ChaosTrader[] = [];
  #feeds: FeedWatch[] = [];

  constructor(world: World, options: ChaosOptions, figures: LoadFigures, tell: (doing: string) => void) {
    const { stack } = world;
    this.#world = world;
    this.#options = options;
    this.#figures = figures;
    this.#tell = tell;
    this.#market = new WaveMarket(stack);
    this.#callbacks = new CallbackWatch(stack.devstack.redis.url, join(stack.home, 'callbacks.txt'));
  }

  async run(): Promise<Omit<Outcome, 'folder'>> {
    const { stack, db, done, unasked } = this.#world;
    await stack.addInstrument(WAVE);
    await this.#signIn();
    const watching = this.#feeds.map((feed) => feed.run());
    const open = this.#market.run();
    const calmOrdersPerSecond = await this.#trade();
    const answers = await this.#comeToRest(open);
    this.#tell('comparing');
    const orders = this.#traders.flatMap((trader) => trader.orders);
    const evidence = { stack, db, callbacks: this.#callbacks, feeds: this.#feeds, orders, answers };
    await this.#callbacks.end();
    const journal = await compareWithJournal(evidence, this.#findings);
    for (const [status, count] of this.#figures.statuses)
      this.#findings.expect(KNOWN.has(status), 'wrong', () => `the API answered ${count} times with ${status}`);
    for (const message of unasked) this.#findings.add('wrong', message);
    for (const feed of this.#feeds) feed.end();
    await Promise.all(watching);
    return {
      figures: this.#figures,
      journal,
      findings: this.#findings,
      faults: done,
      feedEvents: this.#feeds.reduce((sum, { eventCount }) => sum + eventCount, 0),
      feedConnections: this.#feeds.reduce((sum, { connections }) => sum + connections, 0),
      calmOrdersPerSecond,
    };
  }

  /** Ends what may still be going on, whatever happened. */
  async end(): Promise<void> {
    this.#market.close();
    for (const trader of this.#traders) trader.stop();
    for (const feed of this.#feeds) feed.end();
    await this.#callbacks.end().catch(() => {});
  }

  async #signIn(): Promise<void> {
    const { stack, feedUrl } = this.#world;
    const priceOf = (asset: string) => (asset === WAVE ? this.#market.price : this.#prices.middle(asset));
    for (let number = 0; number < TRADERS; number += 1) {
      this.#tell(`signing trader ${number + 1} of ${TRADERS} in`);
      this.#options.signal.throwIfAborted();
      const trader = await stack.trader(`trader-${number}@example.com`, number % stack.apis.length);
      const client = new Client(trader, stack.apiUrls, this.#figures, number);
      const random = seededRandom(this.#options.seed * 1_000 + number);
      this.#traders.push(new ChaosTrader(client, random, priceOf, this.#figures));
      if (number < FEEDS) this.#feeds.push(new FeedWatch(feedUrl, trader, this.#prices));
    }
  }

  /** Trades while the plan is carried out. */
  async #trade(): Promise<number> {
    const startedAt = performance.now();
    const trading = this.#traders.map((trader) => trader.trade(ACT_EVERY_MS));
    this.#tell('undisturbed');
    await this.#rest(CALM_MS);
    const calmOrdersPerSecond = (1_000 * this.#figures.orders) / (performance.now() - startedAt);
    for (const disturbance of this.#options.plan) {
      if (performance.now() - startedAt > this.#options.limitMs) break;
      this.#tell('undisturbed');
      await this.#rest(disturbance.calmMs);
      this.#tell(describeFaults(disturbance));
      await this.#world.disturb(disturbance, this.#traders[0]?.userId ?? '');
    }
    for (const trader of this.#traders) trader.stop();
    await Promise.all(trading);
    this.#figures.rest();
    return calmOrdersPerSecond;
  }

  /** Until each client, each reader of the log and a snapshot have everything, and nothing is appended any more. */
  async #comeToRest(open: Promise<void>) {
    const { stack, db } = this.#world;
    this.#tell('looking up what is not settled');
    await Promise.all(this.#traders.map((trader) => trader.lookUpAll()));
    this.#tell('waiting for a snapshot');
    await untilSnapshotOfAll(stack, db);
    this.#market.close();
    await open;
    await this.#world.stopPrices();
    const answers = await askEngine(this.#traders);
    this.#tell('waiting for the feeds');
    await this.#fenceFeeds();
    this.#tell('waiting for everybody who reads the log');
    await untilAllCaughtUp(stack, db, this.#callbacks);
    return answers;
  }

  /** A last event for each feed: what was told before it is complete then. */
  async #fenceFeeds(): Promise<void> {
    for (const [index, feed] of this.#feeds.entries()) {
      const orderId = crypto.randomUUID();
      await this.#traders[index]?.refuse(orderId);
      if (!(await feed.untilTold(orderId)))
        this.#findings.add('lost', `the feed of ${feed.userId} was not told in a minute that ${orderId} was refused`);
    }
  }

  #rest(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#options.signal });
  }
}
