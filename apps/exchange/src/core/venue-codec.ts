import { randomBytes } from 'node:crypto';
import { venueLossTable } from '@fulcrum/db';
import { InvariantError } from '@fulcrum/log';
import { Core } from '@fulcrum/matching';
import type { SnapshotCodec } from '@fulcrum/replica';
import type { Made } from './made.ts';
import type { Changes } from './venue-changes.ts';
import { VenueCore } from './venue-core.ts';

/** @param onMade is told what each entry of the log caused. */
export function venueCodec(onMade: (made: Made) => void): SnapshotCodec<VenueCore, Changes> {
  return {
    reader: 'venue',
    recorder: undefined,
    lossTable: venueLossTable,
    summaryTable: { name: 'VenueSnapshot', columns: [] },
    tables: [],
    hasComparableHash: () => true,
    empty: () => new VenueCore(Core.empty(secretKey()), onMade),
    assertReadable: () => {},
    restore: () => {
      throw new InvariantError('there are no snapshots yet');
    },
    collect: () => {
      throw new InvariantError('there are no snapshots yet');
    },
  };
}

/** Nobody may choose ids that meet in the core's tables. */
function secretKey(): [number, number] {
  const bytes = randomBytes(8);
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}
