export type { DevServer, StartOptions } from './dev-server.ts';
export { type Devstack, startDevstack } from './devstack.ts';
export { freePort } from './free-port.ts';
export { type PoolMode, pgBouncerProgram, startPgBouncer } from './pgbouncer.ts';
export { startPostgres } from './postgres.ts';
export { isExecutable, programsNamed } from './programs.ts';
export { type RedisOptions, startRedis } from './redis.ts';
export { canInstallPackages, installPackages } from './system-packages.ts';
export { freshFolder, removeFolder } from './test-folder.ts';
