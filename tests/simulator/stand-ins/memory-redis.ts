import { compareLogIds, LOG_START, type LogId, logTime } from '@fulcrum/log';
import { CAUSE_GONE, isReplyError, PUBLISH_SCRIPT, PUBLISHED_ALREADY } from '@fulcrum/streams';
import { ReplyError } from 'ioredis';

export interface RawEntry {
  readonly id: LogId;
  /** Names and values in turn. */
  readonly fields: readonly string[];
}

interface Stream {
  entries: RawEntry[];
  lastId: LogId;
  entriesAdded: number;
}

type Streams = Map<string, Stream>;

interface Write {
  readonly at: number;
  readonly undo: (streams: Streams) => void;
}

type Args = readonly (string | number)[];

/** Redis under `everysec` may lose so many of its last writes. */
const MAX_UNSYNCED = 100;

const SETTINGS = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' };

/**
 * Redis Streams in memory: the commands that Fulcrum sends, with Redis' own answers and refusals. A conformance suite
 * holds it to the real one.
 */
export class MemoryRedis {
  /** Its own clock, in milliseconds. */
  readonly #now: () => number;
  readonly #at: () => number;
  readonly #streams: Streams;
  /** The last writes, the oldest first. */
  #writes: Write[] = [];
  /** Writes ever made. */
  #written = 0;
  /** So many of them its replica is known to have. */
  #replicated = 0;
  #lagMs = 0;
  /** Whether there is no memory left for writes. */
  isFull = false;
  /** Told of every entry before it is added; may throw, and the entry is added all the same. */
  onAdd: (key: string, entry: RawEntry) => void = () => {};
  /** Tells those who listen on a channel, and how many they are. */
  onPublish: (channel: string, message: string) => number = () => 0;

  /** @param at the time that never jumps. */
  constructor(now: () => number, streams: Streams = new Map(), at: () => number = now) {
    this.#now = now;
    this.#streams = streams;
    this.#at = at;
  }

  /** How far its one replica is behind, in milliseconds of `at`; infinite while there is none. */
  set lagMs(ms: number) {
    this.#settle();
    this.#lagMs = ms;
  }

  /** Whether the replica has all that was written. */
  get isReplicated(): boolean {
    return this.#unreplicated === 0;
  }

  get #unreplicated(): number {
    this.#settle();
    return this.#written - this.#replicated;
  }

  /** What the replica has had at some time it keeps. */
  #settle(): void {
    const until = this.#at() - this.#lagMs;
    const behind = this.#writes.length - this.#writes.findLastIndex(({ at }) => at <= until) - 1;
    this.#replicated = Math.max(this.#replicated, this.#written - behind);
  }

  /**
   * Its replica, which becomes a primary of its own: without the writes that it has not had yet.
   *
   * @returns how many those are as well.
   */
  promoted(): { server: MemoryRedis; lost: number } {
    const lost = this.#unreplicated;
    const streams = new Map(
      [...this.#streams].map(([key, stream]) => [key, { ...stream, entries: [...stream.entries] }]),
    );
    for (const { undo } of this.#writes.slice(this.#writes.length - lost).toReversed()) undo(streams);
    const server = new MemoryRedis(this.#now, streams, this.#at);
    server.lagMs = Number.POSITIVE_INFINITY;
    server.onAdd = this.onAdd;
    server.isFull = this.isFull;
    return { server, lost };
  }

  /** @throws ReplyError as Redis answers. */
  execute(command: string, args: Args): unknown {
    switch (command) {
      case 'XADD':
        return this.#xadd(args);
      case 'XREAD':
        return this.#xread(args);
      case 'XRANGE':
        return this.#xrange(args);
      case 'XREVRANGE':
        return this.#xrevrange(args);
      case 'XINFO':
        return this.#xinfo(args);
      case 'XTRIM':
        return this.#xtrim(args);
      case 'EVAL':
        return this.#eval(args);
      case 'WAIT':
        return this.isReplicated ? 1 : 0;
      case 'PUBLISH':
        return this.onPublish(String(args[0]), String(args[1]));
      case 'CONFIG':
        return Object.entries(SETTINGS).flat();
      default:
        throw new ReplyError(`ERR unknown command '${command}'`);
    }
  }

  entries(key: string): readonly RawEntry[] {
    return this.#streams.get(key)?.entries ?? [];
  }

  /** Forgets its last writes, as by a power cut before they were on the disk. */
  lose(count: number): void {
    const lost = this.#writes.splice(-Math.min(count, MAX_UNSYNCED));
    for (const { undo } of lost.toReversed()) undo(this.#streams);
    this.#written -= lost.length;
    this.#replicated = Math.min(this.#replicated, this.#written);
  }

  #xadd(args: Args): LogId {
    const [key = '', ...rest] = args.map(String);
    if (this.isFull) throw new ReplyError("OOM command not allowed when used memory > 'maxmemory'.");
    const maxLength = rest[0] === 'MAXLEN' ? Number(rest.splice(0, 3)[2]) : undefined;
    const [asked = '', ...fields] = rest;
    const stream = this.#streams.get(key) ?? { entries: [], lastId: LOG_START, entriesAdded: 0 };
    const id = asked === '*' ? this.#nextId(stream.lastId) : asked;
    if (compareLogIds(id, LOG_START) <= 0)
      throw new ReplyError('ERR The ID specified in XADD must be greater than 0-0');
    if (compareLogIds(id, stream.lastId) <= 0)
      throw new ReplyError(`ERR The ID specified in XADD is ${PUBLISHED_ALREADY} than the target stream top item`);
    this.#streams.set(key, stream);
    this.#add(key, stream, { id, fields });
    if (maxLength !== undefined && stream.entries.length > maxLength)
      this.#removeFirst(key, stream, stream.entries.length - maxLength);
    return id;
  }

  #nextId(lastId: LogId): LogId {
    const now = Math.floor(this.#now());
    if (now > logTime(lastId)) return `${now}-0`;
    return `${logTime(lastId)}-${Number(lastId.slice(lastId.indexOf('-') + 1)) + 1}`;
  }

  #add(key: string, stream: Stream, entry: RawEntry): void {
    const { lastId } = stream;
    stream.entries.push(entry);
    stream.lastId = entry.id;
    stream.entriesAdded += 1;
    this.#note(key, (before) => {
      // A later write that trimmed it has been undone before.
      before.entries.pop();
      before.lastId = lastId;
      before.entriesAdded -= 1;
    });
    this.onAdd(key, entry);
  }

  #removeFirst(key: string, stream: Stream, count: number): void {
    const removed = stream.entries.splice(0, count);
    this.#note(key, (before) => before.entries.unshift(...removed));
  }

  #note(key: string, undo: (stream: Stream) => void): void {
    const undoIn = (streams: Streams) => {
      const stream = streams.get(key);
      if (stream !== undefined) undo(stream);
    };
    this.#writes.push({ at: this.#at(), undo: undoIn });
    this.#written += 1;
    if (this.#writes.length > 2 * MAX_UNSYNCED) this.#forgetOldest();
  }

  /** The replica is never further behind than the writes that are remembered. */
  #forgetOldest(): void {
    this.#writes.splice(0, MAX_UNSYNCED);
    this.#replicated = Math.max(this.#replicated, this.#written - this.#writes.length);
  }

  /** COUNT n [BLOCK ms] STREAMS key id. Blocking is the connection's affair. */
  #xread(args: Args): unknown {
    const at = args.indexOf('STREAMS');
    const key = String(args[at + 1]);
    const after = String(args[at + 2]);
    const entries = this.entries(key);
    // Most readers have read all that there is.
    if (after === '$' || entries.at(-1)?.id === after) return null;
    const from = firstAt(entries, after, true);
    const found = entries.slice(from, from + countOf(args));
    return found.length === 0 ? null : [[key, found.map(toReply)]];
  }

  /** A blocking read that waits behind `$` means the entry that is the last one when it begins. */
  withPosition(args: Args): (string | number)[] {
    const key = String(args.at(-2));
    return args.at(-1) === '$' ? [...args.slice(0, -1), this.#streams.get(key)?.lastId ?? LOG_START] : [...args];
  }

  #xrange(args: Args): unknown {
    const [key = '', start = '', end = ''] = args.map(String);
    const { entries, from, to } = this.#between(key, start, end);
    return entries.slice(from, Math.min(to, from + countOf(args))).map(toReply);
  }

  #xrevrange(args: Args): unknown {
    const [key = '', end = '', start = ''] = args.map(String);
    const { entries, from, to } = this.#between(key, start, end);
    return entries
      .slice(Math.max(from, to - countOf(args)), to)
      .reverse()
      .map(toReply);
  }

  /** Where in a stream the entries between two ids are. */
  #between(key: string, start: string, end: string): { entries: readonly RawEntry[]; from: number; to: number } {
    const entries = this.entries(key);
    const isOpen = start.startsWith('(');
    const from = start === '-' ? 0 : firstAt(entries, isOpen ? start.slice(1) : start, isOpen);
    const to = end === '+' ? entries.length : firstAt(entries, end, true);
    return { entries, from, to: Math.max(from, to) };
  }

  /** Whether entries stand at an id or behind it. */
  #reaches(key: string, id: LogId): boolean {
    const last = this.entries(key).at(-1);
    return last !== undefined && compareLogIds(last.id, id) >= 0;
  }

  #xinfo([, key = '']: Args): unknown {
    const stream = this.#streams.get(String(key));
    if (stream === undefined) throw new ReplyError('ERR no such key');
    const { entries, lastId, entriesAdded } = stream;
    return ['length', entries.length, 'last-generated-id', lastId, 'entries-added', entriesAdded];
  }

  /** key MINID = id */
  #xtrim([key = '', , , id = '']: Args): number {
    const stream = this.#streams.get(String(key));
    if (stream === undefined) return 0;
    const count = firstAt(stream.entries, String(id), false);
    if (count > 0) this.#removeFirst(String(key), stream, count);
    return count;
  }

  /** The one script that Fulcrum has. */
  #eval([script, , ...args]: Args): unknown {
    if (script !== PUBLISH_SCRIPT) throw new ReplyError('ERR the script is not known here');
    const [key = '', log = '', before = '', cause = '', content = '', last = '', lines = ''] = args.map(String);
    const batch = lines.split('\n').slice(0, -1);
    if (before !== '' && !this.#reaches(key, before))
      throw new ReplyError(`ERR the result ${before} before this batch is not published`);
    const { entries, from, to } = this.#between(log, cause, cause);
    const entry = from < to ? entries[from] : undefined;
    if (entry === undefined && !this.#reaches(key, last)) throw new ReplyError(`ERR the cause ${cause} ${CAUSE_GONE}`);
    if (entry !== undefined && content !== '' && contentOf(entry) !== content)
      throw new ReplyError(`ERR the cause ${cause} ${CAUSE_GONE}: another entry has its id`);
    let added = 0;
    for (let at = 0; at < batch.length; at += 2) {
      try {
        this.#xadd([key, batch[at] ?? '', 'events', batch[at + 1] ?? '']);
        added += 1;
      } catch (error) {
        if (!isReplyError(error, PUBLISHED_ALREADY)) throw error;
      }
    }
    return added;
  }
}

/** The index of the first entry at a position, or behind it. */
function firstAt(entries: readonly RawEntry[], position: LogId, isBehind: boolean): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareLogIds(entries[middle]?.id ?? LOG_START, position);
    if (order < 0 || (isBehind && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countOf(args: Args): number {
  const at = args.indexOf('COUNT');
  return at < 0 ? Number.POSITIVE_INFINITY : Number(args[at + 1]);
}

/** The type and the data of an entry, as the script compares them. */
function contentOf({ fields }: RawEntry): string {
  const value = (name: string) => fields.findLast((_, at) => at % 2 === 1 && fields[at - 1] === name) ?? '';
  return `${value('type')}\n${value('data')}`;
}

function toReply({ id, fields }: RawEntry): [LogId, string[]] {
  return [id, [...fields]];
}
