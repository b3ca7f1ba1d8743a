import { assert, isLogId, type LogId } from '@fulcrum/log';
import type { Connection } from '../connection/connection.ts';
import { Replicas } from '../connection/replicas.ts';

/** How long it is remembered that a command was sent. */
const REMEMBERED_S = 7 * 86_400;

/** What is shown on screens beside the command, and about how many of these the stream keeps. */
export interface ShownBeside {
  readonly key: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly maxLength: number;
}

export interface OnceOnly {
  /** Names the command, for ever: whoever sends it names it so. In the log's slot of a Redis Cluster. */
  readonly sentKey: string;
  readonly log: string;
  readonly type: string;
  readonly data: string;
  readonly beside?: ShownBeside | undefined;
}

/** Makes the key's life longer, so that asking is a write as well: `WAIT` counts who has it, and with it what was before. */
const FIND = `
local sent = redis.call('GET', KEYS[1])
if sent then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return sent`;

/**
 * Appends, unless it was done before. A fail-over loses the entry and the key together, because one script wrote both.
 */
const APPEND = `
local sent = redis.call('GET', KEYS[1])
if sent then
  redis.call('EXPIRE', KEYS[1], ARGV[1])
  return sent
end
local id = redis.call('XADD', KEYS[2], '*', 'type', ARGV[2], 'data', ARGV[3])
redis.call('SET', KEYS[1], id, 'EX', ARGV[1])
if KEYS[3] then redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[4], '*', unpack(ARGV, 5)) end
return id`;

/** Appends commands to a log, each once, whoever tries, and however often. */
export class OnceAppender {
  readonly #redis: Connection;
  readonly #replicas: Replicas | undefined;

  constructor(redis: Connection, minReplicas = 0) {
    this.#redis = redis;
    this.#replicas = minReplicas === 0 ? undefined : new Replicas(redis, minReplicas);
  }

  /**
   * The entry of a command that was sent before; undefined if none was.
   *
   * @throws when that cannot be known, or too few replicas are known to have it.
   */
  async sent(sentKey: string): Promise<LogId | undefined> {
    const found = await this.#replicated([FIND, 1, sentKey, REMEMBERED_S]);
    return found === null ? undefined : asLogId(found);
  }

  /**
   * @returns the id of the command's entry, once as many replicas have it as shall.
   * @throws when it is not known whether it stands in the log. It may be sent again, and should be.
   */
  async append({ sentKey, log, type, data, beside }: OnceOnly): Promise<LogId> {
    const keys = [sentKey, log, ...(beside === undefined ? [] : [beside.key])];
    const shown = beside === undefined ? [] : [beside.maxLength, ...Object.entries(beside.fields).flat()];
    return asLogId(await this.#replicated([APPEND, keys.length, ...keys, REMEMBERED_S, type, data, ...shown]));
  }

  async #replicated(script: (string | number)[]): Promise<unknown> {
    const asking = this.#redis.call('EVAL', script);
    const isReplicated = this.#replicas?.have();
    const reply = await asking;
    if (reply !== null && isReplicated !== undefined && !(await isReplicated))
      throw new Error('too few replicas of Redis are known to have the command');
    return reply;
  }
}

function asLogId(reply: unknown): LogId {
  const id = String(reply);
  assert(isLogId(id), 'what was sent is named by the id of its entry');
  return id;
}
