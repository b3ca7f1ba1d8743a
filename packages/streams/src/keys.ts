import { assertShard } from '@fulcrum/log';

/** The log of one core: what goes in, what comes out, and where its answers to reads go. */
export interface LogKeys {
  readonly shard: number;
  /** Commands, in the one order that counts. */
  readonly input: string;
  /** Results, under ids made from those of their causes. */
  readonly output: string;
  /** The channel on which a process gets the answers to its reads, by the name that it gave itself. */
  readonly replies: (replyTo: string) => string;
}

/** The streams of one shard. The braces keep a shard's keys in one slot of a Redis Cluster. */
export interface StreamKeys {
  readonly shard: number;
  /** Commands, in the one order that counts. */
  readonly engine: string;
  /** Results, under ids made from those of their causes. */
  readonly callback: string;
  /** Prices for screens. */
  readonly price: string;
  /** Candles of before our own ticks, on their way to the recorder. */
  readonly pastCandles: string;
  /** Sessions that were ended before their time. All shards share them, because a session is good for all. */
  readonly revoked: string;
  /** The channel on which a process gets the answers to its reads, by the name that it gave itself. */
  readonly replies: (replyTo: string) => string;
  /** What the keys begin with under which each user's reads are counted. */
  readonly reads: string;
  /** What the keys begin with under which senders are counted for limits that are the same for all shards. */
  readonly limits: string;
  /** Says which entry carries out an action of the desk, once it was sent. */
  readonly deskSent: (actionId: string) => string;
  /** The engine's log: the same streams as above. */
  readonly ofEngine: LogKeys;
  /** The venue's log. */
  readonly ofVenue: LogKeys;
}

/** Where what belongs to no shard is kept. */
const FOR_ALL = 0;

export function streamKeys(shard = 0): StreamKeys {
  assertShard(shard);
  const key = (name: string) => `${name}:{${shard}}`;
  const log = (input: string, output: string, replies: string): LogKeys => ({
    shard,
    input: key(input),
    output: key(output),
    replies: (replyTo) => `${key(replies)}:${replyTo}`,
  });
  const ofEngine = log('engine-stream', 'callback-stream', 'replies');
  return {
    shard,
    engine: ofEngine.input,
    callback: ofEngine.output,
    price: key('price-stream'),
    pastCandles: key('past-candles'),
    revoked: `revoked-sessions:{${FOR_ALL}}`,
    replies: ofEngine.replies,
    reads: key('reads'),
    limits: `limits:{${FOR_ALL}}`,
    deskSent: (actionId) => `${key('desk-sent')}:${actionId}`,
    ofEngine,
    ofVenue: log('venue-stream', 'venue-events', 'venue-replies'),
  };
}
