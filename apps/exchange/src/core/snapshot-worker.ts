import { serveSnapshots } from '@fulcrum/replica/thread';
import { venueChangesCodec } from './venue-changes.ts';

/** The program of the venue's snapshot thread. */
await serveSnapshots(venueChangesCodec);
