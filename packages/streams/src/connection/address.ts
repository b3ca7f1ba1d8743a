import type { ConnectionOptions } from 'node:tls';
import type { RedisOptions } from 'ioredis';

/** Where Redis is: at a URL, or wherever the sentinels say that the primary is. The names are those of the settings. */
export interface RedisAddress {
  readonly REDIS_URL?: string | undefined;
  readonly REDIS_SENTINELS?: readonly { readonly host: string; readonly port: number }[] | undefined;
  /** What the sentinels call the primary. */
  readonly REDIS_PRIMARY_NAME?: string | undefined;
  /** Those of Redis, where no URL says them. */
  readonly REDIS_USERNAME?: string | undefined;
  readonly REDIS_PASSWORD?: string | undefined;
  readonly REDIS_SENTINEL_PASSWORD?: string | undefined;
  /** TLS to the sentinels and to the primary that they name. A URL says it with rediss://. */
  readonly REDIS_TLS?: 'true' | 'false' | undefined;
  /** The certificates of a private authority, in PEM. */
  readonly REDIS_CA?: string | undefined;
}

/** Without what decides on the form of answers: that is its own. */
export type AddressOptions = Omit<RedisOptions, 'replyMapping'>;

/** A sentinel that does not answer is passed over for the next one. */
const SENTINEL_LIMIT_MS = 1_000;
const LONGEST_SENTINEL_RETRY_MS = 1_000;

/** What ioredis has to be told to get to an address. */
export function addressOptions(address: RedisAddress): AddressOptions {
  return address.REDIS_SENTINELS === undefined ? ofUrl(address) : ofSentinels(address, address.REDIS_SENTINELS);
}

function ofUrl(address: RedisAddress): AddressOptions {
  const url = new URL(address.REDIS_URL ?? '');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const db = Number(url.pathname.slice(1));
  return {
    host,
    port: Number(url.port || 6379),
    ...credentials(decodeURIComponent(url.username), decodeURIComponent(url.password), address),
    ...(Number.isInteger(db) && db > 0 ? { db } : {}),
    ...(url.protocol === 'rediss:' ? { tls: tlsOptions(address, host) } : {}),
  };
}

function ofSentinels(address: RedisAddress, sentinels: readonly { host: string; port: number }[]): AddressOptions {
  const { REDIS_PRIMARY_NAME: name, REDIS_SENTINEL_PASSWORD: sentinelPassword, REDIS_TLS: isSecret } = address;
  const tls = tlsOptions(address);
  return {
    sentinels: sentinels.map(({ host, port }) => ({ host, port })),
    ...(name === undefined ? {} : { name }),
    ...credentials('', '', address),
    ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
    ...(isSecret === 'true' ? { tls, sentinelTLS: tls, enableTLSForSentinelMode: true } : {}),
    sentinelCommandTimeout: SENTINEL_LIMIT_MS,
    sentinelRetryStrategy: (attempt) => Math.min(50 * attempt, LONGEST_SENTINEL_RETRY_MS),
  };
}

function credentials(urlUsername: string, urlPassword: string, address: RedisAddress): AddressOptions {
  const username = urlUsername || address.REDIS_USERNAME;
  const password = urlPassword || address.REDIS_PASSWORD;
  return { ...(username ? { username } : {}), ...(password ? { password } : {}) };
}

/** The server's name is checked against its certificate, and so is who has signed that. */
function tlsOptions({ REDIS_CA: ca }: RedisAddress, host?: string): ConnectionOptions {
  const servername = host === undefined || /^[\d.]+$|:/.test(host) ? undefined : host;
  return { ...(ca === undefined ? {} : { ca }), ...(servername === undefined ? {} : { servername }) };
}
