import { existsSync } from 'node:fs';
import type { OnProgress } from './dev-server.ts';
import { asRoot, installPackages } from './system-packages.ts';

/** Installs the distribution's redis-server, without the service that the package would start on the default port. */
export async function installRedis(onProgress: OnProgress): Promise<void> {
  onProgress('Redis is missing: installing the package redis-server with apt-get.');
  try {
    await installPackages(['redis-server'], onProgress);
  } catch (error) {
    throw new Error(
      `Redis could not be installed (${(error as Error).message}): install the package redis-server yourself, ` +
        'or set REDIS_URL to a Redis that runs already.',
    );
  }
  await stopService();
  onProgress('Redis is installed.');
}

/** There was no Redis on this machine a moment ago, so a service of this name is the package's own. */
async function stopService(): Promise<void> {
  const command = existsSync('/run/systemd/system')
    ? ['systemctl', 'disable', '--now', 'redis-server']
    : ['/etc/init.d/redis-server', 'stop'];
  // In a container the service was never started, and stopping it may fail.
  await asRoot(command).catch(() => undefined);
}
