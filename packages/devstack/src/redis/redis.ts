import { realpathSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { DevServer, StartOptions } from '../dev-server.ts';
import { startLocalServer } from '../server/local-server.ts';
import { notedPid } from '../server/noted-pid.ts';
import type { ServerKind } from '../server/server-kind.ts';
import { damagedAofAdvice } from './damaged-aof.ts';
import { askRedis } from './redis-client.ts';
import { redisProgram, redisPrograms } from './redis-program.ts';

const pidFile = 'redis.pid';

export interface RedisOptions extends Omit<StartOptions, 'url'> {
  /** Further settings by their names in Redis, beside those for durability. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts a Redis 7.0 or later that keeps every acknowledged write, for this machine only. */
export async function startRedis(options: RedisOptions): Promise<DevServer> {
  const { path, version } = await redisProgram(options.onProgress ?? (() => undefined));
  return startLocalServer(redisKind(resolve(options.directory), path, version, options.settings), options);
}

function redisKind(directory: string, program: string, version: string, others = {}): ServerKind {
  const stopSignal = 'SIGTERM';
  return {
    place: { directory, programs: redisPrograms, noted: () => [notedPid(directory, pidFile)] },
    stopSignal,
    prepare: async () => undefined,
    program: (port) => ({
      command: program,
      args: settings(realpathSync(directory), port, others),
      directory,
      stopSignals: [{ signal: stopSignal, waitMs: 6_000 }],
    }),
    ask: (port, pid) => askRedis(port, pid),
    explain: (lastWords) => damagedAofAdvice(directory, lastWords),
    finish: async () => undefined,
    url: (port) => `redis://127.0.0.1:${port}`,
    description: (port) => `${basename(program)} ${version} on 127.0.0.1:${port}`,
  };
}

/** Acknowledged writes are on the disk, no key is evicted, and no other machine can connect. */
function settings(directory: string, port: number, others: Readonly<Record<string, string>>): string[] {
  const values = {
    bind: '127.0.0.1',
    port: String(port),
    dir: directory,
    pidfile: `${directory}/${pidFile}`,
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync: 'always',
    'aof-load-truncated': 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
    ...others,
  };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}
