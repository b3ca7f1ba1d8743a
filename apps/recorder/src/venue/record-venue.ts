import { type Database, venueLossTable } from '@fulcrum/db';
import { streamKeys } from '@fulcrum/streams';
import { BatchWriter } from '../copying/batch-writer.ts';
import { type Copying, copyResults } from '../copying/copy-results.ts';
import { type ResultsParts, recordResults } from '../copying/record-results.ts';
import { decodeVenueEvents, type RecordedEvent } from './venue-events.ts';
import { VenueRows } from './venue-rows.ts';
import { writeVenue } from './write-venue.ts';

export interface VenueParts extends ResultsParts {
  readonly db: Database;
}

/** What is written, for people. */
const VENUE = 'the history of the order book';

/** Candles are made anew with each transaction, so a few each second are enough. */
const REST_MS = 200;

/**
 * Copies venue-events into the history of the order book, until the signal is given. Where no venue runs the stream is
 * empty, and it waits.
 */
export async function recordVenue(parts: VenueParts): Promise<void> {
  const { db, tables, metrics } = parts;
  const { shard } = tables;
  const copying: Omit<Copying<RecordedEvent, VenueRows>, 'gather'> = {
    ...{ what: VENUE, restMs: REST_MS, decode: decodeVenueEvents },
    write: (from, to, rows, digest, clearFrom) => writeVenue({ db, shard }, from, to, rows, digest, clearFrom),
    onWritten: (to, rows) => metrics.countVenue(to, rows.trades.length, rows.orders.length),
  };
  await recordResults(parts, {
    ...{ what: VENUE, stream: 'venue-events', reader: 'venue-recorder', keeper: 'venue' },
    ...{ log: streamKeys(shard).ofVenue.input, losses: venueLossTable },
    advice: 'What was traded then is not in it.',
    copy: (checkpoint, lost) => {
      const gather: Copying<RecordedEvent, VenueRows>['gather'] = (write) => {
        const writer = new BatchWriter(checkpoint, () => new VenueRows(shard), write);
        return { writer, add: (id, events) => writer.gather(id).add(id, events) };
      };
      return copyResults(parts, { ...copying, gather }, lost);
    },
  });
}
