import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NEWEST_RULES } from '@fulcrum/cfd';
import { seededRandom } from '../../packages/simulated-prices/src/seeded-random.ts';
import type { Trader } from '../support/trader.ts';
import { describeFaults } from './faults/faults.ts';
import { ChaosTrader } from './load/chaos-trader.ts';
import { Client } from './load/client.ts';
import { Desk } from './load/desk.ts';
import type { LoadFigures } from './load/load-figures.ts';
import { Newcomers } from './load/newcomers.ts';
import { WAVE, WAVE_GUARANTEES, WAVE_GUARDS, WaveMarket } from './market.ts';
import { ledgerSums } from './money/ledger-sums.ts';
import { MoneyMover } from './money/money-mover.ts';
import { Staff } from './money/staff.ts';
import type { ChaosOptions, Outcome } from './outcome.ts';
import { OrderBook } from './venue/order-book.ts';
import { askEngine } from './verdict/answers.ts';
import { Findings } from './verdict/findings.ts';
import { compareWithJournal } from './verdict/verdict.ts';
import { CallbackWatch } from './watching/callback-watch.ts';
import { untilAllCaughtUp, untilSnapshotOfAll } from './watching/caught-up.ts';
import { FeedWatch } from './watching/feed-watch.ts';
import { PriceBoard } from './watching/price-board.ts';
import type { World } from './world.ts';

const TRADERS = 48;
const FEEDS = 4;
const MOVERS = 12;
/** The pause between two movements of money of one trader. */
const MOVE_EVERY_MS = 300;
/** Unless another pace is asked for. */
const ACT_EVERY_MS = 70;
/** The pause between two new users. */
const NEWCOMERS_ACT_EVERY_MS = 500;
/** The time of undisturbed load before the first fault, which shows what the machine can do. */
const CALM_MS = 3_000;
/** The statuses that a client can handle. 0 stands for no answer. */
const KNOWN = new Set([0, 200, 201, 202, 404, 409, 422, 429, 503]);

/** One run in a world: traders and feeds, the plan of faults, the rest after them, and the judgement. */
export class Campaign {
  readonly #world: World;
  readonly #options: ChaosOptions;
  readonly #figures: LoadFigures;
  readonly #tell: (doing: string) => void;
  readonly #market: WaveMarket;
  readonly #prices = new PriceBoard();
  readonly #callbacks: CallbackWatch;
  readonly #findings = new Findings();
  readonly #orderBook: OrderBook;
  readonly #desk: Desk;
  /** Those who also trade at the order book. */
  readonly #spotTraders: Trader[] = [];
  #traders: ChaosTrader[] = [];
  /** The first traders also move money. */
  readonly #movers: MoneyMover[] = [];
  #feeds: FeedWatch[] = [];

  constructor(world: World, options: ChaosOptions, figures: LoadFigures, tell: (doing: string) => void) {
    const { stack } = world;
    this.#world = world;
    this.#options = options;
    this.#figures = figures;
    this.#tell = tell;
    this.#market = new WaveMarket(stack);
    this.#callbacks = new CallbackWatch(stack.redisAddress, join(stack.home, 'callbacks.txt'));
    this.#orderBook = new OrderBook(stack, world.venues, this.#findings);
    this.#desk = new Desk(stack, this.#market, seededRandom(options.seed + 7_000));
  }

  async run(): Promise<Omit<Outcome, 'folder'>> {
    const { stack, db, done, unasked } = this.#world;
    await stack.addInstrument(WAVE, undefined, WAVE_GUARDS);
    await this.#signIn();
    const watching = inBackground(Promise.all(this.#feeds.map((feed) => feed.run())));
    const open = inBackground(this.#market.run());
    this.#orderBook.trade(this.#spotTraders, this.#options.seed);
    const calmOrdersPerSecond = await this.#trade();
    this.#tell('comparing the order book');
    const venue = await this.#orderBook.compare(db);
    const answers = await this.#comeToRest(open);
    this.#tell('comparing');
    const orders = this.#traders.flatMap((trader) => trader.orders);
    const transfers = this.#movers.flatMap((mover) => mover.transfers);
    const sums = await ledgerSums(this.#traders);
    const told = { orders, ofStaff: this.#desk.orders, transfers, answers, ledgerSums: sums };
    const evidence = { stack, db, callbacks: this.#callbacks, feeds: this.#feeds, ...told };
    await this.#callbacks.end();
    const journal = await compareWithJournal(evidence, this.#findings);
    for (const [status, count] of this.#figures.statuses)
      this.#findings.expect(KNOWN.has(status), 'wrong', () => `the API answered ${count} times with ${status}`);
    for (const message of unasked) this.#findings.add('wrong', message);
    for (const feed of this.#feeds) feed.end();
    await watching;
    return {
      figures: this.#figures,
      journal,
      venue,
      findings: this.#findings,
      faults: done,
      feedEvents: this.#feeds.reduce((sum, { eventCount }) => sum + eventCount, 0),
      feedConnections: this.#feeds.reduce((sum, { connections }) => sum + connections, 0),
      calmOrdersPerSecond,
    };
  }

  /** Ends all that may still be running. */
  async end(): Promise<void> {
    this.#market.close();
    for (const worker of [...this.#traders, ...this.#movers, this.#desk]) worker.stop();
    for (const feed of this.#feeds) feed.end();
    await this.#callbacks.end().catch(() => {});
    await this.#orderBook.end();
  }

  async #signIn(): Promise<void> {
    const { stack, feedUrl } = this.#world;
    for (let number = 0; number < TRADERS; number += 1) {
      this.#tell(`signing trader ${number + 1} of ${TRADERS} in`);
      this.#options.signal.throwIfAborted();
      const trader = await stack.trader(`trader-${number}@example.com`, number % stack.apis.length);
      this.#addTrader(trader);
      this.#spotTraders.push(trader);
      if (number < FEEDS) this.#feeds.push(new FeedWatch(feedUrl, trader, this.#prices));
    }
  }

  #addTrader(trader: Trader): ChaosTrader {
    const number = this.#traders.length;
    const client = new Client(trader, this.#world.stack.apiUrls, this.#figures, number);
    const random = seededRandom(this.#options.seed * 1_000 + number);
    const priceOf = (asset: string) => (asset === WAVE ? this.#market.price : this.#prices.middle(asset));
    const added = new ChaosTrader(client, random, priceOf, this.#figures);
    this.#traders.push(added);
    if (number < MOVERS) this.#movers.push(new MoneyMover(client, random));
    return added;
  }

  /** Trades while the plan is carried out. */
  async #trade(): Promise<number> {
    const startedAt = performance.now();
    const { actEveryMs = ACT_EVERY_MS } = this.#options;
    const trading = this.#traders.map((trader) => inBackground(trader.trade(actEveryMs)));
    const newcomers = new Newcomers(this.#world.stack.apiUrls, (trader) =>
      trading.push(inBackground(this.#addTrader(trader).trade(NEWCOMERS_ACT_EVERY_MS))),
    );
    const coming = inBackground(newcomers.run());
    this.#tell('undisturbed');
    await this.#rest(CALM_MS);
    // The rules change under load, as in an upgrade. Until now the first rules held.
    await this.#world.stack.append('set-rules', { version: NEWEST_RULES });
    await this.#world.stack.addInstrument(WAVE, undefined, WAVE_GUARANTEES);
    await this.#world.stack.append('set-group', { group: 'default', maxOpenOrders: 900, maxNotional: '1000000' });
    const staff = new Staff(this.#world.stack, this.#world.db, seededRandom(this.#options.seed));
    const clients = this.#traders.map(({ userId }) => userId);
    const moving = [
      staff.decide(),
      this.#desk.work(clients),
      ...this.#movers.map((mover) => mover.move(MOVE_EVERY_MS)),
    ].map(inBackground);
    const calmOrdersPerSecond = (1_000 * this.#figures.orders) / (performance.now() - startedAt);
    for (const disturbance of this.#options.plan) {
      if (performance.now() - startedAt > this.#options.limitMs) break;
      this.#tell('undisturbed');
      await this.#rest(disturbance.calmMs);
      this.#tell(describeFaults(disturbance));
      await this.#world.disturb(disturbance, this.#traders[0]?.userId ?? '');
    }
    newcomers.end();
    this.#tell('waiting for the last newcomer');
    await coming;
    for (const worker of [...this.#traders, ...this.#movers, staff, this.#desk]) worker.stop();
    await Promise.all([...trading, ...moving]);
    this.#figures.end();
    this.#figures.newcomers = newcomers.count;
    this.#figures.signInAttempts = newcomers.attempts;
    return calmOrdersPerSecond;
  }

  /**
   * Waits until nothing is appended any more, and until each client, each reader of the log and a snapshot have every
   * entry.
   */
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

  /** Causes a last event for each feed. Everything before it is then complete. */
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

/** Runs work in the background. Its failure is reported when it is awaited. */
function inBackground<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return work;
}
