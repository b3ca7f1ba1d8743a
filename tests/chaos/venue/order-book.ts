import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, readCheckpoint } from '@fulcrum/db';
import { compareLogIds, type LogId } from '@fulcrum/log';
import { endOfStream, streamKeys } from '@fulcrum/streams';
import { seededRandom } from '../../../packages/simulated-prices/src/seeded-random.ts';
import type { AppProcess } from '../../support/app-process.ts';
import type { Stack } from '../../support/stack.ts';
import type { Trader } from '../../support/trader.ts';
import type { Findings } from '../verdict/findings.ts';
import { until } from '../watching/caught-up.ts';
import { StreamWatch } from '../watching/stream-watch.ts';
import { DepthWatch } from './depth-watch.ts';
import { MARKETS, SpotTrader } from './spot-trader.ts';
import { type VenueFigures, VenueVerdict } from './venue-verdict.ts';

/** The pause between two acts of one trader. */
const ACT_EVERY_MS = 150;
const TRADERS = 6;
const { ofVenue } = streamKeys();

export interface VenueProcess {
  readonly app: AppProcess;
  readonly url: string;
}

/** The order book under load: traders, clients who keep its books, and what its log was told and has told. */
export class OrderBook {
  readonly #stack: Stack;
  readonly #venues: readonly VenueProcess[];
  readonly #findings: Findings;
  readonly #depths: readonly DepthWatch[];
  readonly #input: StreamWatch;
  readonly #output: StreamWatch;
  #traders: readonly SpotTrader[] = [];
  #working: readonly Promise<void>[] = [];

  constructor(stack: Stack, venues: readonly VenueProcess[], findings: Findings) {
    this.#stack = stack;
    this.#venues = venues;
    this.#findings = findings;
    this.#depths = MARKETS.flatMap((market) => [new DepthWatch(market, this.#urls, findings)]);
    const watch = (key: string, file: string, textOf: (fields: Readonly<Record<string, string>>) => string) =>
      new StreamWatch({ address: stack.redisAddress, key, path: join(stack.home, file), textOf });
    this.#input = watch(ofVenue.input, 'venue-stream.txt', ({ type, data }) => JSON.stringify([type, data]));
    this.#output = watch(ofVenue.output, 'venue-events.txt', ({ events = '' }) => events);
  }

  /** Begins to trade. */
  trade(traders: readonly Trader[], seed: number): void {
    this.#traders = traders
      .slice(0, TRADERS)
      .map((trader, at) => new SpotTrader(trader, this.#urls, seededRandom(7_919 * seed + at)));
    this.#working = [
      ...this.#traders.map((trader) => trader.trade(ACT_EVERY_MS)),
      ...this.#depths.map((depth) => depth.run()),
    ];
    for (const work of this.#working) work.catch(() => {});
  }

  /** Ends trading, waits until everybody has everything, and compares. */
  async compare(db: Database): Promise<VenueFigures> {
    for (const trader of this.#traders) trader.stop();
    await Promise.all(this.#working.slice(0, this.#traders.length));
    const end = await this.#comeToRest(db);
    for (const depth of this.#depths) depth.end();
    await Promise.all(this.#working);
    for (const watch of [this.#input, this.#output]) await watch.end();
    const verdict = new VenueVerdict(this.#findings, this.#traders, this.#depths);
    await verdict.replay(this.#input.seen(), this.#output.seen());
    await verdict.compareTables(db, end);
    for (const { url } of this.#venues) await verdict.compareRest(url);
    return verdict.figures;
  }

  /** Ends all that may still be running. */
  async end(): Promise<void> {
    for (const worker of this.#traders) worker.stop();
    for (const depth of this.#depths) depth.end();
    for (const watch of [this.#input, this.#output]) await watch.end().catch(() => {});
  }

  get #urls(): string[] {
    return this.#venues.map(({ url }) => url);
  }

  /** What makes no sense keeps the log going until a snapshot has all that was done. @returns the log's end by then. */
  async #comeToRest(db: Database): Promise<LogId> {
    const { redis } = this.#stack;
    const done = await endOfStream(redis, ofVenue.input);
    await until('a snapshot of the order book has all that happened', async () => {
      await redis.xadd(ofVenue.input, '*', 'type', 'nothing', 'data', '{}');
      await sleep(500);
      const position = await readCheckpoint(db, 0, 'venue');
      return { isThere: compareLogIds(position, done) >= 0, at: `${position}, not ${done}` };
    });
    const [input, output] = [await endOfStream(redis, ofVenue.input), await endOfStream(redis, ofVenue.output)];
    await until('everybody has read all of the order book', async () => {
      const recorded = await readCheckpoint(db, 0, 'venue-recorder');
      const isRead = this.#input.last === input && this.#output.last === output && recorded === output;
      return { isThere: isRead, at: [this.#input.last, this.#output.last, recorded, input, output].join(', ') };
    });
    return input;
  }
}
