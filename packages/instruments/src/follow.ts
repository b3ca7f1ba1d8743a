import {
  CALLBACKS_PER_READ,
  type Entry,
  endOfStream,
  follow,
  OvertakenError,
  pause,
  type Redis,
  toError,
  whenReady,
} from '@fulcrum/streams';
import type { KnownInstruments } from './known-instruments.ts';
import { type InstrumentSource, loadInstruments } from './load.ts';

export interface FollowInstrumentsOptions extends Omit<InstrumentSource, 'redis'> {
  /** A connection of its own, because following holds it up. */
  readonly redis: Redis;
  readonly signal: AbortSignal;
  /** Is told each time that everything up to now is known. */
  readonly onLoaded: () => void;
  /** Is told of errors that are waited out: PostgreSQL is needed at the start and after a gap, Redis always. */
  readonly onError: (error: Error) => void;
}

const RETRY_MS = 1_000;

/** Keeps the instruments known until the signal is given. What is known stays known while a server is away. */
export async function followInstruments(known: KnownInstruments, options: FollowInstrumentsOptions): Promise<void> {
  const { redis, callbackKey: key, signal, onLoaded, onError } = options;
  while (!signal.aborted) {
    try {
      await whenReady(redis, signal);
      const from = await endOfStream(redis, key);
      await loadInstruments(known, options);
      onLoaded();
      for await (const { entries } of follow({ redis, key, from, signal, onError, count: CALLBACKS_PER_READ }))
        for (const entry of entries) take(known, entry, onError);
    } catch (error) {
      if (signal.aborted) return;
      onError(toError(error));
      // After a gap all that is there is read anew; a server that is away is given time.
      if (!(error instanceof OvertakenError)) await pause(RETRY_MS, signal).catch(() => {});
    }
  }
}

/** An entry that makes no sense sets nothing, and is told. */
function take(known: KnownInstruments, entry: Entry, onError: (error: Error) => void): void {
  try {
    known.takeEntry(entry);
  } catch (error) {
    onError(toError(error));
  }
}
