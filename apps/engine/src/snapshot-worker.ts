import { serveSnapshots } from '@fulcrum/replica/thread';
import { cfdChangesCodec } from './cfd/cfd-changes.ts';

/** The program of the engine's snapshot thread. */
await serveSnapshots(cfdChangesCodec);
