import type { Entry } from '@fulcrum/log';
import { CALLBACKS_PER_READ, endOfStream, Reader, type Redis, toError } from '@fulcrum/streams';
import type { KnownInstruments } from './known-instruments.ts';
import { type InstrumentSource, loadInstruments } from './load.ts';

export interface FollowInstrumentsOptions extends Omit<InstrumentSource, 'redis'> {
  /** A connection of its own, because following holds it up. */
  readonly redis: Redis;
  readonly signal: AbortSignal;
  /** Called each time that all settings up to now are known. */
  readonly onLoaded: () => void;
  /** Told of each error after which it tries again. PostgreSQL is needed at the start and after a gap, Redis always. */
  readonly onError: (error: Error) => void;
}

/** Keeps the instruments known until the signal is given. What is known stays known while a server is away. */
export async function followInstruments(known: KnownInstruments, options: FollowInstrumentsOptions): Promise<void> {
  const { redis, keys, signal, onLoaded, onError } = options;
  const key = keys.callback;
  const take = (entries: readonly Entry[]) => {
    for (const entry of entries) takeEntry(known, entry, onError);
  };
  const begin = async () => {
    const from = await endOfStream(redis, key);
    await loadInstruments(known, options);
    onLoaded();
    return { from, take };
  };
  await new Reader({ redis, key, signal, count: CALLBACKS_PER_READ, begin, onGap: onError, onError }).run();
}

/** An entry that makes no sense changes nothing, and its error is told. */
function takeEntry(known: KnownInstruments, entry: Entry, onError: (error: Error) => void): void {
  try {
    known.takeEntry(entry);
  } catch (error) {
    onError(toError(error));
  }
}
