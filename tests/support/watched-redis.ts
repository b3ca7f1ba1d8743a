import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DevServer, freshFolder, removeFolder, startRedis, startSentinel } from '@fulcrum/devstack';
import type { RedisAddress } from '@fulcrum/streams';
import { Redis } from 'ioredis';

const NAME = 'fulcrum';
const SENTINELS = ['sentinel-1', 'sentinel-2', 'sentinel-3'];
const LIMIT_MS = 15_000;

/** Two Redis servers, of which one copies the other, and three sentinels that watch them. */
export class WatchedRedis {
  readonly #folder: string;
  readonly #sentinels: readonly DevServer[];
  #primary: DevServer;
  #replica: DevServer;

  private constructor(folder: string, servers: readonly [DevServer, DevServer], sentinels: readonly DevServer[]) {
    this.#folder = folder;
    [this.#primary, this.#replica] = servers;
    this.#sentinels = sentinels;
  }

  static async start(): Promise<WatchedRedis> {
    const folder = await freshFolder();
    const start = (name: string) =>
      startRedis({ directory: join(folder, name), settings: { 'repl-diskless-sync-delay': '0' } });
    const servers = await Promise.all([start('redis-1'), start('redis-2')]);
    const primaryPort = portOf(servers[0]);
    await ask(servers[1], 'REPLICAOF', '127.0.0.1', String(primaryPort));
    await untilCopied(servers[1]);
    const sentinels = await Promise.all(
      SENTINELS.map((name) => startSentinel({ directory: join(folder, name), name: NAME, primaryPort, quorum: 2 })),
    );
    const watched = new WatchedRedis(folder, servers, sentinels);
    await watched.#untilAllAreKnown();
    return watched;
  }

  get address(): RedisAddress {
    const REDIS_SENTINELS = this.#sentinels.map((sentinel) => ({ host: '127.0.0.1', port: portOf(sentinel) }));
    return { REDIS_SENTINELS, REDIS_PRIMARY_NAME: NAME };
  }

  /** The same, as a process is told it. */
  get settings(): Record<string, string> {
    const list = this.#sentinels.map((sentinel) => `127.0.0.1:${portOf(sentinel)}`).join(',');
    return { REDIS_SENTINELS: list, REDIS_PRIMARY_NAME: NAME };
  }

  /** From now on nothing reaches the replica, which goes on trying: it signs in as somebody whom the primary does not know. */
  async cutReplica(): Promise<void> {
    await ask(this.#replica, 'CONFIG', 'SET', 'masterauth', 'nothing', 'masteruser', 'nobody');
    await ask(this.#primary, 'CLIENT', 'KILL', 'TYPE', 'replica');
  }

  /** Kills the primary as a power cut would, and waits until the sentinels have made the replica one. */
  async killPrimary(): Promise<void> {
    await this.#primary.kill();
    await until(async () => String(await ask(this.#replica, 'INFO', 'replication')).includes('role:master'));
    [this.#primary, this.#replica] = [this.#replica, this.#primary];
  }

  /** Has a sentinel put the replica in the primary's place, which lives on. Resolves once that sentinel names it. */
  async switchOver(): Promise<void> {
    const [sentinel] = this.#sentinels as [DevServer];
    // It refuses until it has heard of the replica lately.
    await until(() => ask(sentinel, 'SENTINEL', 'FAILOVER', NAME).then(done, refused));
    const next = String(portOf(this.#replica));
    await until(async () => String(await ask(sentinel, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME)).endsWith(next));
    [this.#primary, this.#replica] = [this.#replica, this.#primary];
  }

  /** Asks the primary itself, wherever the product's connections are. */
  askPrimary(command: string, ...args: string[]): Promise<unknown> {
    return ask(this.#primary, command, ...args);
  }

  /** The killed server comes back, as a copy of the new primary. */
  async bringBack(): Promise<void> {
    await this.#replica.restart();
    await ask(this.#replica, 'REPLICAOF', '127.0.0.1', String(portOf(this.#primary)));
    await untilCopied(this.#replica);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#sentinels.map((sentinel) => sentinel.stop()));
    await Promise.all([this.#primary.stop(), this.#replica.stop()]);
    removeFolder(this.#folder);
  }

  /** A sentinel that does not know the others and the replica could not replace the primary. */
  async #untilAllAreKnown(): Promise<void> {
    for (const sentinel of this.#sentinels)
      await until(async () => {
        const reply = String(await ask(sentinel, 'SENTINEL', 'MASTER', NAME));
        return reply.includes('num-slaves,1,') && reply.includes('num-other-sentinels,2,');
      });
  }
}

const done = () => true;
const refused = () => false;

function portOf(server: DevServer): number {
  return Number(new URL(server.url).port);
}

function untilCopied(server: DevServer): Promise<void> {
  return until(async () => String(await ask(server, 'INFO', 'replication')).includes('master_link_status:up'));
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await sleep(50)) if (await isSo()) return;
  throw new Error('the servers have not come to what was waited for');
}

/** Replicas and sentinels are asked as well, to which the product's own connections never get ready. */
async function ask(server: DevServer, command: string, ...args: string[]): Promise<unknown> {
  const redis = new Redis(server.url, { protocol: 2, enableReadyCheck: false });
  try {
    return await redis.call(command, args);
  } finally {
    redis.disconnect();
  }
}
