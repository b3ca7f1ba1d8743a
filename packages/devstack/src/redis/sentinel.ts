import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DevServer, StartOptions } from '../dev-server.ts';
import { startLocalServer } from '../server/local-server.ts';
import { notedPid } from '../server/noted-pid.ts';
import { askRedis } from './redis-client.ts';
import { redisProgram, redisPrograms } from './redis-program.ts';

export interface SentinelOptions extends StartOptions {
  /** The sentinel's name for the primary. */
  readonly name: string;
  /** The first primary's port on this machine. */
  readonly primaryPort: number;
  /** The number of sentinels that have to agree that it is down. */
  readonly quorum: number;
}

const pidFile = 'sentinel.pid';

/** Starts a sentinel. It watches a primary, and promotes a replica when the primary is away for a second. */
export async function startSentinel(options: SentinelOptions): Promise<DevServer> {
  const directory = resolve(options.directory);
  const { path, version } = await redisProgram(options.onProgress ?? (() => undefined));
  const stopSignal = 'SIGTERM';
  const kind = {
    place: { directory, programs: redisPrograms, noted: () => [notedPid(directory, pidFile)] },
    stopSignal,
    prepare: async () => writeSettings(directory, options),
    program: (port: number) => {
      const args = ['--sentinel', '--port', String(port), '--pidfile', join(realpathSync(directory), pidFile)];
      const stopSignals = [{ signal: stopSignal, waitMs: 6_000 } as const];
      return { command: path, args: [settingsFile(directory), ...args], directory, stopSignals };
    },
    ask: (port: number, pid: number) => askRedis(port, pid),
    finish: async () => undefined,
    url: (port: number) => `redis://127.0.0.1:${port}`,
    description: (port: number) => `sentinel ${version} on 127.0.0.1:${port}`,
  } as const;
  return startLocalServer(kind, options);
}

function settingsFile(directory: string): string {
  return join(realpathSync(directory), 'sentinel.conf');
}

/** Writes the file of settings, to which the sentinel adds what it learns. */
function writeSettings(directory: string, { name, primaryPort, quorum }: SentinelOptions): void {
  const file = settingsFile(directory);
  if (existsSync(file)) return;
  const lines = [
    'bind 127.0.0.1',
    `dir ${realpathSync(directory)}`,
    `sentinel monitor ${name} 127.0.0.1 ${primaryPort} ${quorum}`,
    `sentinel down-after-milliseconds ${name} 1000`,
    `sentinel failover-timeout ${name} 5000`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
}
