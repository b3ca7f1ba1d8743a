import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, type Database, readCheckpoint } from '@fulcrum/db';
import { type Devstack, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { compareLogIds, logTime } from '@fulcrum/log';
import { createLogger, createMetrics, readConfig, Waits } from '@fulcrum/service';
import { signSession } from '@fulcrum/sessions';
import { connectRedis, endOfStream, streamKeys, whenReady } from '@fulcrum/streams';
import { exchangeConfig } from '../config.ts';
import { type Exchange, startExchange } from '../exchange.ts';
import { startVenue } from '../venue.ts';
import { type Ccxt, type CcxtPro, ccxtBackpack, ccxtProBackpack } from './ccxt.ts';
import { RecorderProcess } from './recorder-process.ts';

/** Of log time: a snapshot is cut in each. */
const SLOT_MS = 10_000;

const SECRET = 'a key for the tests of the venue: 7f1c9be0';

/** A user of the broker, and the pair of keys with which their program signs. */
export interface Trader {
  readonly userId: string;
  readonly token: string;
  readonly apiKey: string;
  readonly secret: string;
}

/** A venue in this process. */
export interface RunningVenue {
  readonly url: string;
  readonly exchange: Exchange;
  stop(): Promise<void>;
}

/** A real Redis and a real PostgreSQL with venues on them. */
export class VenueWorld {
  readonly devstack: Devstack;
  readonly db: Database;
  /** Signs the tokens of sessions. */
  readonly secret = SECRET;
  readonly #folder: string;
  readonly #running: RunningVenue[] = [];
  readonly #recorders: RecorderProcess[] = [];

  private constructor(devstack: Devstack, folder: string) {
    this.devstack = devstack;
    this.#folder = folder;
    this.db = connectDatabase(devstack.postgres.url, 2);
  }

  static async start(): Promise<VenueWorld> {
    const folder = await freshFolder();
    return new VenueWorld(await startDevstack({ directory: folder }), folder);
  }

  async stop(): Promise<void> {
    await this.killRecorders();
    for (const venue of this.#running.splice(0)) await venue.stop();
    await this.db.$disconnect();
    await this.devstack.stop();
    removeFolder(this.#folder);
  }

  /** Starts a recorder in a process of its own. */
  recorder(): void {
    const servers = { REDIS_URL: this.devstack.redis.url, DATABASE_URL: this.devstack.postgres.url };
    this.#recorders.push(new RecorderProcess({ ...servers, JOURNAL_DIR: join(this.#folder, 'journal') }));
  }

  /** Kills them all, as a power cut does. */
  async killRecorders(): Promise<void> {
    for (const recorder of this.#recorders.splice(0)) await recorder.kill();
  }

  /**
   * Lets the log's clock go past the next snapshot point, by an entry of a later time, which means nothing. Waits for the
   * snapshot of all that stands before it: one of an earlier point may still be on its way.
   */
  async passSnapshotPoint(): Promise<void> {
    const { input } = streamKeys().ofVenue;
    const redis = connectRedis(this.devstack.redis.url, () => {});
    try {
      await whenReady(redis, AbortSignal.timeout(10_000));
      const last = await endOfStream(redis, input);
      await redis.xadd(input, `${logTime(last) + SLOT_MS}-0`, 'type', 'marker', 'data', '{}');
      const isWritten = async () => compareLogIds(await readCheckpoint(this.db, 0, 'venue'), last) >= 0;
      for (const end = Date.now() + 30_000; !(await isWritten()); await sleep(20))
        if (Date.now() > end) throw new Error('no snapshot was written');
    } finally {
      redis.disconnect();
    }
  }

  /** Starts a venue, and waits until it can be traded on. */
  async venue(env: Record<string, string> = {}): Promise<RunningVenue> {
    const own = { VENUE: 'on', JWT_SECRET: SECRET, EXCHANGE_PORT: '0' };
    const servers = { REDIS_URL: this.devstack.redis.url, DATABASE_URL: this.devstack.postgres.url };
    const config = readConfig(exchangeConfig, { ...own, ...servers, ...env });
    const stopping = new AbortController();
    const failures: unknown[] = [];
    const context = {
      config,
      logger: createLogger('exchange', 'silent'),
      metrics: createMetrics('exchange'),
      waits: new Waits(),
      signal: stopping.signal,
      fail: (error: unknown) => failures.push(error),
    };
    const exchange = await startExchange(context, { venue: startVenue(context) });
    const url = `http://127.0.0.1:${exchange.port}`;
    let isStopped = false;
    const running = {
      url,
      exchange,
      stop: async () => {
        if (isStopped) return;
        isStopped = true;
        stopping.abort(new Error('stopping'));
        await exchange.stop();
        if (failures.length > 0) throw failures[0];
      },
    };
    this.#running.push(running);
    for (const end = Date.now() + 30_000; !(await hasMarkets(url)); )
      if (Date.now() > end) throw new Error(`the venue is not ready: ${exchange.notReady()}, ${failures[0]}`);
    return running;
  }

  /** Somebody who has signed in at the broker. */
  async user(): Promise<Trader> {
    const userId = randomUUID();
    await this.db.user.create({ data: { id: userId, email: `${userId}@example.com` } });
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    return {
      userId,
      token: signSession(userId, randomUUID(), SECRET),
      apiKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64'),
      secret: privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32).toString('base64'),
    };
  }

  /** Somebody whose key is registered. */
  async trader(url: string): Promise<Trader> {
    const trader = await this.user();
    const { status, body } = await register(url, trader);
    if (status !== 200) throw new Error(`the key was not registered: ${JSON.stringify(body)}`);
    return trader;
  }
}

export function register(url: string, { token, apiKey }: Pick<Trader, 'token' | 'apiKey'>, more: object = {}) {
  return ask(url, 'POST', '/api/v1/keys', { publicKey: apiKey, ...more }, { Authorization: `Bearer ${token}` });
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export async function ask(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const json = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const response = await fetch(url + path, { method, headers: { ...type, ...headers }, ...json });
  const text = await response.text();
  return {
    status: response.status,
    body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text,
  };
}

/** ccxt's class for Backpack, unchanged but for its addresses and keys. */
export function ccxtAt(url: string, keys: Pick<Trader, 'apiKey' | 'secret'>): Promise<Ccxt> {
  return ccxtBackpack(ccxtOptions(url, keys));
}

export function ccxtProAt(url: string, keys: Pick<Trader, 'apiKey' | 'secret'>): Promise<CcxtPro> {
  return ccxtProBackpack(ccxtOptions(url, keys));
}

function ccxtOptions(url: string, { apiKey, secret }: Pick<Trader, 'apiKey' | 'secret'>): object {
  const ws = url.replace('http', 'ws');
  const urls = { api: { public: url, private: url, ws: { public: ws, private: ws } } };
  return { apiKey, secret, urls, enableRateLimit: false };
}

async function hasMarkets(url: string): Promise<boolean> {
  const { status, body } = await ask(url, 'GET', '/api/v1/markets');
  return status === 200 && (body as unknown[]).length === 3;
}
