import { Registry } from '@fulcrum/service';
import { Appender } from '@fulcrum/streams';
import { VenueClient } from '../../../apps/exchange/src/commands/venue-client.ts';
import { Book } from '../../../apps/exchange/src/core/book.ts';
import type { Made } from '../../../apps/exchange/src/core/made.ts';
import { venueCodec } from '../../../apps/exchange/src/core/venue-codec.ts';
import { type Beginning, VenueReplica } from '../../../apps/exchange/src/core/venue-replica.ts';
import { ListingKeeper } from '../../../apps/exchange/src/listing/listing-keeper.ts';
import { MarketController } from '../../../apps/exchange/src/market-data/market.controller.ts';
import { Tape } from '../../../apps/exchange/src/market-data/tape.ts';
import { BookStreams } from '../../../apps/exchange/src/streams/book-streams.ts';
import type { EngineApp } from '../system.ts';
import { replicaParts } from '../world/boot-replica.ts';
import type { Life } from '../world/life.ts';
import type { Booted } from '../world/supervised.ts';
import { EVENTS_PER_PART } from '../world/truth.ts';
import type { World } from '../world/world.ts';
import { listing } from './listing.ts';

export interface VenueApp extends EngineApp {
  readonly client: VenueClient;
  readonly streams: BookStreams;
  readonly market: MarketController;
  /** Called back when the core begins anew, when whoever follows the book is sent away. */
  readonly onStartOver: Set<() => void>;
}

/** The venue's own parts, joined as the product joins them, without HTTP and sockets. */
export function bootVenue(world: World, life: Life): Booted<VenueApp> {
  const { keys } = world.log;
  const { signal } = life;
  const { minReplicas } = world;
  const logger = world.logger(life.name);
  const onStartOver = new Set<() => void>();
  const writing = world.connect(life);
  const appender = new Appender(writing, keys.input, { minReplicas });
  const tape = new Tape();
  const onConfirmed = (made: Made) => {
    for (const event of made.events) if (event.type === 'fill') tape.take(event);
    client.take(made);
    streams.take(made);
  };
  const onStart = (beginning: Beginning) => {
    tape.clear();
    streams.begin(beginning);
    client.startOver();
    listed.startOver();
    for (const tell of [...onStartOver]) tell();
  };
  const parts = replicaParts(
    world,
    life,
    venueCodec(() => {}),
  );
  const replica = new VenueReplica({
    ...parts,
    ...{ maxEvents: EVENTS_PER_PART, metrics: new Registry(), onConfirmed, onStart },
  });
  const notReady = () => replica.notReady();
  const client = new VenueClient({ appender, notReady, signal, minReplicas });
  const book = new Book(() => replica.reads);
  const streams = new BookStreams({ book, tape, nowMs: Date.now });
  const market = new MarketController({ book, tape, listing, nowMs: Date.now, notReady });
  const current = () => (notReady() === undefined ? replica.reads : undefined);
  const listed = new ListingKeeper({ listing, appender, logger, current });
  const running = Promise.all([replica.run(signal), listed.run(signal)]);
  const app = {
    ...{ client, streams, market, onStartOver },
    get current() {
      return replica.replica;
    },
  };
  return { app, running };
}
