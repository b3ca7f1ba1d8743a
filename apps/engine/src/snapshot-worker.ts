import { serveSnapshots } from '@fulcrum/replica';
import { cfdChangesCodec } from './cfd/cfd-changes.ts';

/** The program of the engine's snapshot thread. */
await serveSnapshots(cfdChangesCodec);
