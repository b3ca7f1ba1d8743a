import type { OnProgress } from '../dev-server.ts';
import { installPackages, stopService } from '../machine/system-packages.ts';

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
  await stopService('redis-server');
  onProgress('Redis is installed.');
}
