import { venueLossTable } from '@fulcrum/db';
import { loadSnapshot } from '@fulcrum/replica';
import { streamKeys } from '@fulcrum/streams';
import { venueCodec } from '../../../apps/exchange/src/core/venue-codec.ts';
import { bootResultCopier, judgeCopied } from '../results/copy-results.ts';
import type { EngineApp, System, SystemOptions } from '../system.ts';
import { judgeReports } from '../verdicts/losses.ts';
import { judgeSnapshots } from '../verdicts/snapshots.ts';
import type { Life } from '../world/life.ts';
import { named } from '../world/named.ts';
import { Random } from '../world/random.ts';
import type { Supervised } from '../world/supervised.ts';
import { World } from '../world/world.ts';
import { DepthFollower } from './depth-follower.ts';
import { MARKETS } from './listing.ts';
import { bootStranger } from './stranger.ts';
import { bootVenue, type VenueApp } from './venue-process.ts';
import { VenueTrader } from './venue-trader.ts';
import { VenueTruth, type VenueWorld } from './venue-truth.ts';

const LOG = { keys: streamKeys().ofVenue, replica: 'venue', recorder: 'recorder', lossTable: venueLossTable } as const;

/** Those who follow a book have a source of chance of their own. */
const FOLLOWER_SEEDS = 1_000_000_000;

/** The order book: processes that serve it, each with a replica, traders, and clients who keep its books. */
export class VenueSystem implements System {
  readonly world: VenueWorld;
  readonly engines: readonly Supervised<EngineApp>[];
  readonly processes: readonly Supervised<unknown>[];
  readonly #traders: readonly VenueTrader[];
  readonly #followers: readonly DepthFollower[];

  constructor({ seed, engines, signal }: SystemOptions) {
    const world = new World(seed, (now) => new VenueTruth(now), LOG);
    const { random } = world;
    this.world = world;
    const venueCount = 1 + random.below(3);
    const venues: readonly Supervised<VenueApp>[] = named(world, 'venue', engines ?? venueCount, bootVenue);
    this.engines = venues;
    const others = [...named(world, 'recorder', 1, bootResultCopier), ...named(world, 'stranger', 1, bootStranger)];
    this.processes = [...venues, ...others];
    const options = { world, venues, signal, pauseMs: random.pick([50, 400]) };
    this.#traders = Array.from({ length: 2 + random.below(4) }, () => new VenueTrader(options));
    this.#followers = MARKETS.map(
      (market, at) => new DepthFollower({ world, venues, market, random: new Random(seed + FOLLOWER_SEEDS + at) }),
    );
  }

  start(): void {
    const { world } = this;
    for (const trader of this.#traders) trader.run().catch((error) => world.violate(`a trader fails: ${error}`));
    for (const one of this.#followers) one.run().catch((error) => world.violate(`a client's book fails: ${error}`));
  }

  get requests(): number {
    return this.#traders.reduce((sum, { orders }) => sum + orders.length, 0);
  }

  get unsettled(): string | undefined {
    if (this.#traders.some(({ isSettled }) => !isSettled)) return 'a trader waits for an answer';
    const isBehind = !this.world.truth.isBroken && this.#followers.some(({ isCurrent }) => !isCurrent);
    return isBehind ? "a client's book lacks changes" : undefined;
  }

  async judge(): Promise<void> {
    for (const trader of this.#traders) this.#judgeOrders(trader);
    judgeCopied(this.world);
    await judgeSnapshots(
      this.world,
      venueCodec(() => {}),
    );
  }

  async judgeAfterLoss(witnesses: ReadonlySet<Life>): Promise<void> {
    judgeReports(this.world, witnesses);
    const { core } = await loadSnapshot(
      venueCodec(() => {}),
      this.world.postgres.tables,
    );
    core.assertSound();
  }

  /** What a trader was told of an order is what the log has. No order stands there twice. */
  #judgeOrders({ orders, userId }: VenueTrader): void {
    const { world } = this;
    for (const { clientId, answer } of orders) {
      const inLog = world.truth.placed(userId, clientId);
      const what = `the order ${clientId} of ${userId}`;
      if (inLog.length > 1) world.violate(`${what} stands ${inLog.length} times in the log`);
      const [placed] = inLog;
      const { status, body } = answer ?? {};
      if (status === 200 && placed?.orderId !== body?.orderId)
        world.violate(`${what} was accepted as ${String(body?.orderId)}, and is ${placed?.orderId} in the log`);
      if (status === 503 && placed !== undefined) world.violate(`${what} was said not to be sent, and is in the log`);
      if (status === 400 && (placed === undefined || placed.orderId !== undefined))
        world.violate(`${what} was told ${String(body?.code)}, which the log does not say`);
    }
  }
}
