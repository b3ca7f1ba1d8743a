import { connectDatabase, type Database } from '@fulcrum/db';
import { Stack } from '../support/stack.ts';
import { WatchedRedis } from '../support/watched-redis.ts';
import { cutConnections } from './faults/cut-connections.ts';
import { type Disturbance, type Fault, PROCESSES, type Target } from './faults/faults.ts';
import { type FaultTarget, ServerTarget, Supervised, WatchedTarget } from './faults/targets.ts';
import type { VenueProcess } from './venue/order-book.ts';

/** Limits so high that the load never reaches them. They are still counted. */
const PLENTY = '1000000000';
const SETTINGS = {
  LOG_LEVEL: 'info',
  ORDER_RATE_LIMIT: PLENTY,
  CLOSING_RATE_LIMIT: PLENTY,
  UNKNOWN_ORDER_RATE_LIMIT: PLENTY,
  ACCOUNT_RATE_LIMIT: PLENTY,
  MAX_UNANSWERED_PER_USER: PLENTY,
  ADDRESS_RATE_LIMIT: PLENTY,
  SIGN_IN_RATE_LIMIT: PLENTY,
};

/** The targets of faults: the product's processes, some of them twice, and both servers. */
export class World {
  readonly stack: Stack;
  readonly db: Database;
  readonly feedUrl: string;
  /** The processes that serve the order book. */
  readonly venues: readonly VenueProcess[];
  /** The processes and servers that ended unasked, in words. */
  readonly unasked: string[] = [];
  /** How often each fault was done, by its kind and target. */
  readonly done = new Map<string, number>();
  readonly #supervised: Supervised[];
  readonly #targets: ReadonlyMap<Target, FaultTarget>;
  readonly #brings: readonly { stop(): Promise<unknown> }[];

  readonly #watched: WatchedRedis | undefined;

  private constructor(
    stack: Stack,
    watched: WatchedRedis | undefined,
    feedUrl: string,
    apps: Awaited<ReturnType<typeof addApps>>,
  ) {
    this.stack = stack;
    this.#watched = watched;
    this.db = connectDatabase(stack.devstack.postgres.url, 4);
    this.feedUrl = feedUrl;
    this.venues = apps.venues;
    const processes = [...stack.apis, apps.feed, ...stack.engines, apps.poller, stack.recorder];
    processes.push(...apps.venues.map(({ app }) => app));
    this.#supervised = processes.map((app) => new Supervised(app, (message) => this.unasked.push(message)));
    const { redis, postgres } = stack.devstack;
    this.#targets = new Map<Target, FaultTarget>([
      ...PROCESSES.map((name, index): [Target, FaultTarget] => [name, present(this.#supervised[index])]),
      ['redis', watched === undefined ? new ServerTarget(redis) : new WatchedTarget(watched)],
      ['postgres', new ServerTarget(postgres)],
    ]);
    this.#brings = [apps.poller, apps.exchange];
  }

  /** @param failsOver Redis has a replica and sentinels, and what is acknowledged stands in both. */
  static async start(failsOver: boolean): Promise<World> {
    const watched = failsOver ? await WatchedRedis.start() : undefined;
    const own = watched === undefined ? {} : { redis: watched };
    const settings = { ...SETTINGS, MIN_REPLICAS: failsOver ? '1' : '0' };
    const stack = await Stack.start({ apis: 2, engines: 2, settings, ...own });
    try {
      const apps = await addApps(stack);
      return new World(stack, watched, apps.feedUrl, apps);
    } catch (error) {
      await stack.stop();
      await watched?.stop();
      throw error;
    }
  }

  /** Does all faults of a disturbance at once, and resolves when every target is ready again. */
  async disturb({ faults }: Disturbance, userId: string): Promise<void> {
    const results = await Promise.allSettled(faults.map((fault) => this.#inject(fault, userId)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** Ends the prices of the venue. */
  async stopPrices(): Promise<void> {
    this.release();
    for (const app of this.#brings) await app.stop();
  }

  /** Called when the run is over: from now on processes may end. */
  release(): void {
    for (const supervised of this.#supervised) supervised.release();
  }

  async stop(keepsFolder: boolean): Promise<void> {
    this.release();
    await this.db.$disconnect();
    await this.stack.stop(keepsFolder);
    await this.#watched?.stop();
  }

  async #inject(fault: Fault, userId: string): Promise<void> {
    const { kind, target: name, forMs } = fault;
    const target = present(this.#targets.get(name));
    if (kind === 'cut') await cutConnections(this.stack.redisAddress, userId, forMs);
    else await target[kind](forMs);
    const key = `${kind} ${name}`;
    this.done.set(key, (this.done.get(key) ?? 0) + 1);
  }
}

async function addApps(stack: Stack) {
  const [{ feed, url: feedUrl }, { exchange, poller }] = [
    await stack.addFeed({ ACCOUNT_RATE_LIMIT: PLENTY }),
    await stack.addPrices(),
  ];
  const venues = [await stack.addOrderBook('venue-1'), await stack.addOrderBook('venue-2')];
  const starting = [feed.start(), exchange.start().then(() => poller.start()), ...venues.map(({ app }) => app.start())];
  await Promise.all(starting);
  return { feed, feedUrl, exchange, poller, venues };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a target of faults is missing');
  return value;
}
