import { setTimeout as sleep } from 'node:timers/promises';
import { ClientBook, readDepthUpdate } from '../../support/order-book/client-book.ts';
import type { Life } from '../world/life.ts';
import type { Random } from '../world/random.ts';
import type { Supervised } from '../world/supervised.ts';
import type { VenueApp } from './venue-process.ts';
import type { VenueWorld } from './venue-truth.ts';

interface Connection {
  readonly life: Life;
  readonly app: VenueApp;
  readonly book: ClientBook;
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

/** Keeps a market's book as a client does. Behind each message the book has to be the one that the log gives. */
export class DepthFollower {
  readonly #options: DepthFollowerOptions;
  #connection: Connection | undefined;

  constructor(options: DepthFollowerOptions) {
    this.#options = options;
  }

  /** Whether its book has all changes. */
  get isCurrent(): boolean {
    const { world, market } = this.#options;
    return this.#connection?.book.updateId === world.truth.updateId(market);
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

  #connect({ life, app }: Supervised<VenueApp>): void {
    const { market, random } = this.#options;
    this.#connection = undefined;
    if (life === undefined || app === undefined || !app.streams.has(`depth.${market}`)) return;
    const connection: Connection = { life, app, book: this.#newBook(), isOver: false };
    const stream = `depth.${random.pick(['', '200ms.', '1000ms.'])}${market}`;
    const subscriber = {
      send: (frame: Buffer) => connection.book.take(readDepthUpdate(frame.toString())),
      sendLatest: () => {},
    };
    const end = () => {
      app.onStartOver.delete(end);
      connection.isOver = true;
      app.streams.unsubscribe(stream, subscriber);
    };
    app.onStartOver.add(end);
    app.streams.subscribe(stream, subscriber);
    this.#connection = connection;
  }

  /** What a dead or a held process has in its memory nobody can ask for. */
  #takeSnapshot(): void {
    const connection = this.#connection;
    if (connection === undefined || connection.isOver || connection.book.updateId !== undefined) return;
    const { life, app, book } = connection;
    if (life.isAlive && !life.isHeld) book.begin(app.market.depth(this.#options.market, 1_000));
  }

  #newBook(): ClientBook {
    const { world, market } = this.#options;
    return new ClientBook({
      onBook: (updateId, own) => {
        const expected = world.truth.book(market, updateId);
        if (own !== expected && !world.truth.isBroken)
          world.violate(`a client's book of ${market} at ${updateId} is ${own}, not ${expected}`);
      },
      onGap: (has, next) =>
        world.violate(`a client of ${market} has changes up to ${has}, and was told those from ${next} on`),
    });
  }
}
