import type { LogId } from '@fulcrum/log';
import { ENTRIES_PER_READ, type Redis } from '@fulcrum/streams';

export interface RawEntry {
  readonly id: LogId;
  /** Names and values in turn. */
  readonly fields: readonly string[];
}

type Reply = [key: string, entries: [id: string, fields: string[]][]][] | null;

/** A blocking read must end now and then, so that a dead connection is noticed. */
const BLOCK_MS = 1_000;

/** Reads a stream for ever over a connection of its own. It does only what no reader can do without. */
export async function* readBatches(redis: Redis, key: string, from: LogId): AsyncGenerator<readonly RawEntry[]> {
  for (let position = from; ; ) {
    const reply = await redis.call('XREAD', 'COUNT', ENTRIES_PER_READ, 'BLOCK', BLOCK_MS, 'STREAMS', key, position);
    const [stream] = (reply as Reply) ?? [];
    if (stream === undefined) continue;
    const entries = stream[1].map(([id, fields]) => ({ id, fields }));
    yield entries;
    position = entries.at(-1)?.id ?? position;
  }
}
