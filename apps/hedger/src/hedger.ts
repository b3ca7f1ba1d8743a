import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, noteHedgeHoldings, readHedgeHoldings } from '@fulcrum/db';
import { type ExposureFollower, printUnits, toNumber, toUnits } from '@fulcrum/exposure';
import { assert, Backoff } from '@fulcrum/log';
import type { Logger } from '@fulcrum/service';
import { type Capital, countOf, print, sizeOf, type VenueApi, type VenueOrder } from '@fulcrum/venue-api';
import type { HedgeMetrics } from './hedge-metrics.ts';
import { HedgedMarket, type HedgedMarketParts } from './hedged-market.ts';
import { type Turn, TurnError } from './turn.ts';

export interface HedgerParts extends Omit<HedgedMarketParts, 'api' | 'metrics' | 'turn'> {
  readonly api: Pick<VenueApi, 'markets' | 'openOrders' | 'capital' | 'depth' | 'placeOrder' | 'cancelOrders'>;
  readonly turn: Pick<Turn, 'take' | 'check' | 'isOurs' | 'leave'>;
  readonly follower: Pick<ExposureFollower, 'exposure'>;
  readonly db: Database;
  readonly shard: number;
  readonly metrics: HedgeMetrics;
  readonly logger: Logger;
  readonly roundMs: number;
}

/** How often it looks which markets there are. */
const LISTING_EVERY_MS = 60_000;

const PAUSE_MS = { shortest: 1_000, longest: 30_000 };

/** Lays off at the venue what clients have open, net. */
export class Hedger {
  readonly #parts: HedgerParts;
  readonly #markets = new Map<string, HedgedMarket>();
  readonly #middles = new Map<string, number>();
  readonly #backoff = new Backoff(PAUSE_MS.shortest, PAUSE_MS.longest);
  /** What the account had of each asset when the hedge began, and what was noted of it last. */
  readonly #baselines = new Map<string, bigint>();
  readonly #noted = new Map<string, bigint>();
  #listedAt: number | undefined;
  #fault: string | undefined = 'it has not looked at the venue yet';

  constructor(parts: HedgerParts) {
    this.#parts = parts;
  }

  /** Why nothing is hedged; undefined when the last round went well. */
  notReady(): string | undefined {
    return this.#parts.follower.exposure === undefined ? 'what clients have open is not known' : this.#fault;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const pauseMs = await this.#attempt();
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
    await this.#leave();
  }

  /** @returns how long to wait before the next round. */
  async #attempt(): Promise<number> {
    const { logger, metrics, roundMs } = this.#parts;
    try {
      await this.#round();
      if (this.#fault !== undefined) logger.info({ markets: [...this.#markets.keys()] }, 'hedging');
      this.#fault = undefined;
      this.#backoff.reset();
      return roundMs;
    } catch (error) {
      metrics.failed(error);
      const fault = `the hedge has to wait: ${(error as Error).message}`;
      if (this.#fault !== fault) logger.warn({ err: error }, 'the hedge has to wait');
      this.#fault = fault;
      // Who stands by asks for the turn in each round: the one before may have ended.
      return error instanceof TurnError ? roundMs : Math.max(roundMs, this.#backoff.next());
    }
  }

  async #round(): Promise<void> {
    const { api, turn } = this.#parts;
    if (await turn.take()) for (const market of this.#markets.values()) market.begin();
    await this.#list();
    // In this order: what is filled in between is missing among the orders, and there in what the account has.
    const open = await api.openOrders();
    const amounts = amountsIn(await api.capital());
    await this.#note(amounts);
    const faults: unknown[] = [];
    for (const market of this.#markets.values())
      await this.#look(market, open, amounts).catch((error) => faults.push(error));
    this.#tellResult(amounts);
    if (faults.length > 0) throw faults[0];
  }

  /** Instruments that the venue has a market of are hedged there. */
  async #list(): Promise<void> {
    const { api, follower, nowMs, logger } = this.#parts;
    if (this.#listedAt !== undefined && nowMs() - this.#listedAt < LISTING_EVERY_MS) return;
    const { exposure } = follower;
    if (exposure === undefined) throw new Error('what clients have open is not known');
    const instruments = new Set(exposure.all().map(([asset]) => asset));
    const bases = new Set([...this.#markets.values()].map(({ grid }) => grid.base));
    for (const listed of await api.markets()) {
      if (!instruments.has(listed.symbol) || this.#markets.has(listed.symbol)) continue;
      // Of what the account has nobody could say for which of two markets it is.
      if (bases.has(listed.baseSymbol))
        logger.error(`${listed.symbol} is not hedged: another market has its base asset`);
      else this.#markets.set(listed.symbol, new HedgedMarket(listed, this.#parts));
      bases.add(listed.baseSymbol);
    }
    this.#listedAt = nowMs();
  }

  /** Keeps what the account has: before the first order of all, this is the baseline. */
  async #note(amounts: ReadonlyMap<string, bigint>): Promise<void> {
    const { db, shard } = this.#parts;
    const assets = new Set([...this.#markets.values()].flatMap(({ grid }) => [grid.base, grid.quote]));
    const news = new Map<string, string>();
    for (const asset of assets) {
      const amount = amounts.get(asset) ?? 0n;
      if (this.#noted.get(asset) !== amount) news.set(asset, printUnits(amount));
    }
    if (news.size === 0) return;
    await noteHedgeHoldings(db, shard, news);
    for (const { asset, baseline, amount } of await readHedgeHoldings(db, shard)) {
      this.#baselines.set(asset, toUnits(baseline));
      this.#noted.set(asset, toUnits(amount));
    }
  }

  async #look(
    market: HedgedMarket,
    orders: readonly VenueOrder[],
    amounts: ReadonlyMap<string, bigint>,
  ): Promise<void> {
    const { api, follower } = this.#parts;
    const { symbol, base, tick, step } = market.grid;
    const { bids, asks } = await api.depth(symbol, 1);
    const price = (level: readonly [string, string] | undefined) => level && countOf(level[0], tick);
    const [bid, ask] = [price(bids.at(-1)), price(asks[0])];
    if (bid !== undefined && ask !== undefined) this.#middles.set(symbol, ((bid + ask) / 2) * sizeOf(tick));
    const position = this.#changeOf(base, amounts);
    const net = follower.exposure?.net(symbol);
    this.#tell(symbol, net, position);
    const gap = net === undefined ? undefined : Number((net - position) / toUnits(print(1, step)));
    await market.act({ gap, bid, ask, open: orders.filter((order) => order.symbol === symbol) });
  }

  #changeOf(asset: string, amounts: ReadonlyMap<string, bigint>): bigint {
    const baseline = this.#baselines.get(asset);
    assert(baseline !== undefined, 'the baseline is noted before anything is decided');
    return (amounts.get(asset) ?? 0n) - baseline;
  }

  #tell(instrument: string, net: bigint | undefined, position: bigint): void {
    const { metrics } = this.#parts;
    metrics.position.set({ instrument }, toNumber(position));
    const [exposure, gap] = net === undefined ? [Number.NaN, Number.NaN] : [toNumber(net), toNumber(net - position)];
    metrics.clientExposure.set({ instrument }, exposure);
    metrics.gap.set({ instrument }, gap);
  }

  /** What was paid and got, fees included, and what the position is worth now: of all markets with one quote asset. */
  #tellResult(amounts: ReadonlyMap<string, bigint>): void {
    const grids = [...this.#markets.values()].map(({ grid }) => grid);
    for (const quote of new Set(grids.map((grid) => grid.quote))) {
      let result = toNumber(this.#changeOf(quote, amounts));
      for (const { symbol, base } of grids.filter((grid) => grid.quote === quote)) {
        const position = toNumber(this.#changeOf(base, amounts));
        if (position !== 0) result += position * (this.#middles.get(symbol) ?? Number.NaN);
      }
      this.#parts.metrics.result.set({ asset: quote }, result);
    }
  }

  /** What stays open where the venue does not answer is cancelled by the next start. */
  async #leave(): Promise<void> {
    const { logger, turn } = this.#parts;
    if (!turn.isOurs) return;
    const left = await Promise.allSettled([...this.#markets.values()].map((market) => market.leave()));
    for (const outcome of left)
      if (outcome.status === 'rejected') logger.warn({ err: outcome.reason }, 'orders of the hedge may stay open');
    await turn.leave().catch((error) => logger.warn({ err: error }, 'the turn of the hedge ends by itself'));
  }
}

/** All that the account has of each asset, in units of 10^-12: free, and locked in orders. */
function amountsIn(capital: Capital): ReadonlyMap<string, bigint> {
  return new Map(
    Object.entries(capital).map(([asset, { available, locked }]) => [asset, toUnits(available) + toUnits(locked)]),
  );
}
