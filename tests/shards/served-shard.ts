import { join } from 'node:path';
import { connectDatabase, type Database, PostgresTables } from '@fulcrum/db';
import { freePort } from '@fulcrum/devstack';
import { journalFolder, journalLines, parseJournalLine } from '@fulcrum/journal';
import type { LogEntry, LogId } from '@fulcrum/log';
import { decodeEvents, type JsonEvent } from '@fulcrum/protocol';
import { type Redis, type StreamKeys, streamKeys } from '@fulcrum/streams';
import { Oracle } from '../../apps/engine/src/testing/test-support.ts';
import { AppProcess } from '../support/app-process.ts';
import { SECRET } from '../support/stack.ts';

/** What all shards have in common. */
export interface SharedServers {
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly folder: string;
}

/** The processes of one shard, and what a core of its own makes of the shard's log. */
export class ServedShard {
  readonly shard: number;
  readonly keys: StreamKeys;
  readonly engine: AppProcess;
  readonly recorder: AppProcess;
  readonly api: AppProcess;
  readonly url: string;
  readonly db: Database;
  readonly tables: PostgresTables;
  readonly journal: string;
  readonly oracle = new Oracle();
  readonly appended: LogEntry[] = [];
  readonly #redis: Redis;

  private constructor({ redis, redisUrl, databaseUrl, folder }: SharedServers, shard: number, port: number) {
    const settings = { REDIS_URL: redisUrl, DATABASE_URL: databaseUrl, SHARD: String(shard) };
    const journals = join(folder, 'journal');
    const start = (app: string, own: Record<string, string> = {}) =>
      new AppProcess(app, { ...settings, ...own }, folder, `${app}-of-${shard}`);
    this.shard = shard;
    this.keys = streamKeys(shard);
    this.engine = start('engine');
    this.recorder = start('recorder', { JOURNAL_DIR: journals });
    this.url = `http://127.0.0.1:${port}`;
    this.api = start('api', { JWT_SECRET: SECRET, API_PORT: String(port), PUBLIC_URL: this.url });
    this.db = connectDatabase(databaseUrl, 2);
    this.tables = new PostgresTables(this.db, databaseUrl, shard);
    this.journal = journalFolder(journals, shard);
    this.#redis = redis;
  }

  static async start(servers: SharedServers, shard: number): Promise<ServedShard> {
    const served = new ServedShard(servers, shard, await freePort());
    await Promise.all([served.engine, served.recorder, served.api].map((app) => app.start()));
    return served;
  }

  async stop(): Promise<void> {
    await Promise.all([this.engine, this.recorder, this.api].map((app) => app.stop()));
    await this.db.$disconnect();
  }

  async append(entries: readonly LogEntry[]): Promise<void> {
    for (const { id, type, data } of entries) await this.#redis.xadd(this.keys.engine, id, 'type', type, 'data', data);
    this.appended.push(...entries);
    this.oracle.apply(entries);
  }

  /** The events of callback-stream. */
  async published(): Promise<JsonEvent[]> {
    const entries = await this.#redis.xrange(this.keys.callback, '-', '+');
    return entries.flatMap(([, [, text = '[]']]) => decodeEvents(text));
  }

  /** What the core of its own says that these are. */
  expected(): JsonEvent[] {
    return this.oracle.caused.flatMap(({ events }) => events);
  }

  async journalled(): Promise<LogId[]> {
    const ids: LogId[] = [];
    for await (const { text } of journalLines(this.journal)) ids.push(parseJournalLine(text).id);
    return ids;
  }
}
