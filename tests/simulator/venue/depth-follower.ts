import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Life } from '../world/life.ts';
import type { Random } from '../world/random.ts';
import type { Supervised } from '../world/supervised.ts';
import { bookText, type Level } from './book-text.ts';
import type { VenueApp } from './venue-process.ts';
import type { VenueWorld } from './venue-truth.ts';

const levels = z.array(z.tuple([z.string(), z.string()]));
const update = z.object({
  data: z.object({ U: z.int(), u: z.int(), b: levels, a: levels }),
});
type Update = z.infer<typeof update>['data'];

interface Connection {
  readonly life: Life;
  readonly app: VenueApp;
  /** What came before the snapshot. */
  readonly early: Update[];
  isOver: boolean;
}

export interface DepthFollowerOptions {
  readonly world: VenueWorld;
  readonly venues: readonly Supervised<VenueApp>[];
  readonly market: string;
  /** Its own source of chance. */
  readonly random: Random;
}

const LOOK_EVERY_MS = 200;

/**
 * Keeps a market's book as a client does: from a snapshot and the changes behind it. Behind each message the book has to
 * be the one that the log gives.
 */
export class DepthFollower {
  readonly #options: DepthFollowerOptions;
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();
  #connection: Connection | undefined;
  /** The number of the last change that is in the book; undefined without a snapshot. */
  #updateId: number | undefined;
  /** How often its book was looked at. */
  comparisons = 0;

  constructor(options: DepthFollowerOptions) {
    this.#options = options;
  }

  /** Whether its book has all changes. */
  get isCurrent(): boolean {
    const { world, market } = this.#options;
    return this.#updateId === world.truth.updateId(market);
  }

  /** Follows for as long as the world lasts. */
  async run(): Promise<void> {
    const { random, venues } = this.#options;
    for (;;) {
      if (this.#connection === undefined || this.#connection.isOver || !this.#connection.life.isAlive)
        this.#connect(random.pick(venues));
      await sleep(random.between(0, 2 * LOOK_EVERY_MS));
      this.#takeSnapshot();
    }
  }

  #connect(venue: Supervised<VenueApp>): void {
    const { market, random } = this.#options;
    const { life, app } = venue;
    this.#updateId = undefined;
    this.#connection = undefined;
    if (life === undefined || app === undefined || !app.streams.has(`depth.${market}`)) return;
    const connection: Connection = { life, app, early: [], isOver: false };
    const stream = `depth.${random.pick(['', '200ms.', '1000ms.'])}${market}`;
    const subscriber = { send: (frame: Buffer) => this.#received(connection, frame), sendLatest: () => {} };
    const end = () => {
      app.onStartOver.delete(end);
      connection.isOver = true;
      app.streams.unsubscribe(stream, subscriber);
    };
    app.onStartOver.add(end);
    app.streams.subscribe(stream, subscriber);
    this.#connection = connection;
  }

  #takeSnapshot(): void {
    const connection = this.#connection;
    if (connection === undefined || connection.isOver || this.#updateId !== undefined) return;
    const { life, app, early } = connection;
    // What a dead or a held process has in its memory nobody can ask for.
    if (!life.isAlive || life.isHeld) return;
    const { bids, asks, lastUpdateId } = app.market.depth(this.#options.market, 1_000);
    this.#bids.clear();
    this.#asks.clear();
    set(this.#bids, bids as [string, string][]);
    set(this.#asks, asks as [string, string][]);
    this.#updateId = Number(lastUpdateId);
    this.#compare();
    for (const message of early.splice(0)) this.#apply(message);
  }

  #received(connection: Connection, frame: Buffer): void {
    if (connection !== this.#connection) return;
    const { data } = update.parse(JSON.parse(frame.toString()));
    if (this.#updateId === undefined) connection.early.push(data);
    else this.#apply(data);
  }

  /** A snapshot may be ahead of what is told: what it has already is passed over, and the rest is absolute. */
  #apply({ U, u, b, a }: Update): void {
    const { world, market } = this.#options;
    const had = this.#updateId ?? 0;
    if (u <= had) return;
    if (U > had + 1) world.violate(`a client of ${market} has changes up to ${had}, and was told those from ${U} on`);
    set(this.#bids, b);
    set(this.#asks, a);
    this.#updateId = u;
    this.#compare();
  }

  #compare(): void {
    const { world, market } = this.#options;
    if (world.truth.isBroken) return;
    this.comparisons += 1;
    const own = bookText(this.#bids, this.#asks);
    const expected = world.truth.book(market, this.#updateId ?? 0);
    if (own !== expected) world.violate(`a client's book of ${market} at ${this.#updateId} is ${own}, not ${expected}`);
  }
}

function set(side: Map<number, number>, changes: readonly (readonly [string, string])[]): void {
  for (const [price, quantity] of changes) {
    const [at, left]: Level = [Number(price), Number(quantity)];
    if (left === 0) side.delete(at);
    else side.set(at, left);
  }
}
