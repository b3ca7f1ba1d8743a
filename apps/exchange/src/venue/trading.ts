import { venueWaysOut } from '@fulcrum/db';
import type { ServiceContext } from '@fulcrum/service';
import { streamInfo } from '@fulcrum/streams';
import { VenueAccounts } from '../accounts/venue-accounts.ts';
import { VenueClient } from '../commands/venue-client.ts';
import type { ExchangeConfig } from '../config.ts';
import { Book } from '../core/book.ts';
import type { Made } from '../core/made.ts';
import { trimVenueLog } from '../core/trim-venue-log.ts';
import { type Beginning, VenueReplica, venueSnapshots } from '../core/venue-replica.ts';
import { EndedOrders } from '../history/ended-orders.ts';
import { HistoryController } from '../history/history.controller.ts';
import { Listing } from '../listing/listing.ts';
import { ListingKeeper } from '../listing/listing-keeper.ts';
import { Tape } from '../market-data/tape.ts';
import { TapePasts } from '../market-data/tape-past.ts';
import { BookStreams } from '../streams/book-streams.ts';
import type { Servers } from './servers.ts';

export interface TradingParts extends Pick<ServiceContext<ExchangeConfig>, 'config' | 'logger' | 'metrics' | 'waits'> {
  readonly servers: Servers;
  /** Is given once the last request is answered: until then the core goes on. */
  readonly finished: AbortSignal;
  /** Is told that the core begins anew. */
  readonly onStartOver: () => void;
}

/** The matching core as a replica of its log, the commands that are sent to it, and what is told of its results. */
export class Trading {
  readonly #parts: TradingParts;
  readonly #replica: VenueReplica;
  readonly #listed: ListingKeeper;
  readonly #tapePasts: TapePasts;
  #isStopping = false;
  readonly listing: Listing;
  readonly tape = new Tape();
  readonly book: Book;
  readonly client: VenueClient;
  readonly accounts: VenueAccounts;
  readonly streams: BookStreams;
  readonly history: HistoryController;
  readonly ended: EndedOrders;

  constructor(parts: TradingParts) {
    this.#parts = parts;
    const { config, logger, servers, finished: signal } = parts;
    const { appender } = servers;
    this.listing = Listing.read(config.VENUE_FILE);
    this.#replica = this.#createReplica();
    this.book = new Book(() => this.#replica.reads);
    this.client = new VenueClient({ appender, notReady: this.notReady, signal, minReplicas: config.MIN_REPLICAS });
    this.accounts = new VenueAccounts(this.client, this.book, config.VENUE_DEPOSITS);
    this.streams = new BookStreams({ book: this.book, tape: this.tape, nowMs: Date.now });
    const past = { db: servers.historyDb, shard: servers.log.shard, tape: this.tape, nowMs: Date.now };
    this.history = new HistoryController({ ...past, book: this.book });
    this.ended = new EndedOrders({
      ...{ ...past, book: this.book, settled: this.settled },
      lastResult: async () => (await streamInfo(servers.writing, servers.log.ofVenue.output)).lastId,
    });
    this.#tapePasts = new TapePasts({
      ...past,
      onError: (error) => logger.warn({ err: error }, 'the recorded trades have to wait'),
      onLate: (market) =>
        logger.warn({ market }, 'what was before is not recorded yet: tickers begin with this process until it is'),
    });
    this.#listed = new ListingKeeper({
      ...{ listing: this.listing, appender, logger },
      current: () => (this.notReady() === undefined ? this.#replica.reads : undefined),
    });
  }

  /** Why nothing can be asked; undefined when all can. */
  readonly notReady = (): string | undefined =>
    this.#isStopping ? 'it stops' : (this.#parts.servers.notReady() ?? this.#replica.notReady());

  /** What becomes of what was read of the core in this turn. */
  readonly settled = () => this.#replica.settled();

  /** @param stopping is given when the process begins to stop: then nothing is listed any more. */
  run(stopping: AbortSignal): Promise<void>[] {
    const { servers, logger, finished: signal } = this.#parts;
    const { db, writing: redis, log } = servers;
    const onError = (error: unknown) => logger.warn({ err: error }, 'trimming has to wait');
    return [
      this.#replica.run(signal),
      this.#listed.run(stopping),
      trimVenueLog({ db, redis, keys: log.ofVenue, signal, onError }),
    ];
  }

  /** Takes no more commands, and waits a moment for the answers to those that were sent. */
  async quiesce(): Promise<void> {
    this.#isStopping = true;
    await this.client.settle();
  }

  /** Tells nobody anything any more. */
  stop(): void {
    this.streams.stop();
    this.#tapePasts.stop();
  }

  #createReplica(): VenueReplica {
    const { config, logger, waits, metrics, servers } = this.#parts;
    const { tables, connect, databaseUrl, log } = servers;
    return new VenueReplica({
      ...{ tables, connect, logger, waits, metrics, minReplicas: config.MIN_REPLICAS },
      createSnapshots: venueSnapshots(databaseUrl, config.SHARD),
      keys: log.ofVenue,
      waysOut: venueWaysOut({ shard: config.SHARD, home: config.FULCRUM_HOME }),
      onConfirmed: (made) => this.#take(made),
      onStart: (beginning) => this.#begin(beginning),
    });
  }

  #take(made: Made): void {
    for (const event of made.events) {
      if (event.type === 'fill') this.tape.take(event);
      this.ended.take(event);
    }
    this.client.take(made);
    this.streams.take(made);
  }

  #begin(beginning: Beginning): void {
    this.tape.clear();
    this.ended.clear();
    this.#tapePasts.begin(beginning.reads);
    this.streams.begin(beginning);
    this.client.startOver();
    this.#listed.startOver();
    this.#parts.onStartOver();
  }
}
