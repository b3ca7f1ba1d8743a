import { serveSnapshots } from '@fulcrum/replica';
import { cfdCodec } from './cfd/cfd-codec.ts';

/** The program of the engine's snapshot thread. */
await serveSnapshots(cfdCodec());
