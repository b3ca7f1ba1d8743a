import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { OnProgress } from '../dev-server.ts';
import { programsNamed } from '../machine/programs.ts';
import { canInstallPackages } from '../machine/system-packages.ts';
import { installRedis } from './redis-install.ts';
import { isRecentEnough, oldestVersion } from './redis-version.ts';

export const redisPrograms = ['redis-server', 'valkey-server'];

const versionTimeoutMs = 10_000;

interface RedisProgram {
  readonly path: string;
  readonly version: string;
}

/** Finds a recent enough Redis or Valkey server. One is installed where the system makes that easy. */
export async function redisProgram(onProgress: OnProgress): Promise<RedisProgram> {
  const found = await installed();
  const usable = found.find(({ version }) => isRecentEnough(version));
  if (usable) return usable;
  if (found.length === 0 && (await canInstallPackages())) {
    await installRedis(onProgress);
    const fresh = (await installed()).find(({ version }) => isRecentEnough(version));
    if (fresh) return fresh;
  }
  throw new Error(advice(await installed()));
}

async function installed(): Promise<RedisProgram[]> {
  const programs = await Promise.all(
    programsNamed(redisPrograms).map(async (path) => ({ path, version: await versionOf(path) })),
  );
  return programs.filter((program): program is RedisProgram => program.version !== undefined);
}

/** "Redis server v=7.0.15 sha=…" and "Valkey server v=8.1.1 sha=…"; Valkey begins where Redis 7.2 ended. */
async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: versionTimeoutMs });
    return /\bv=([\d.]+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function advice(found: RedisProgram[]): string {
  const [old] = found;
  const why = old ? `${old.path} is version ${old.version}, which is too old` : 'no redis-server was found';
  const how = process.platform === 'darwin' ? '"brew install redis"' : 'the package redis-server (or redis, or valkey)';
  return `Redis ${oldestVersion} or later is needed, and ${why}: install ${how}, or set REDIS_URL to a Redis that runs already.`;
}
