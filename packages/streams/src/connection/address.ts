import type { ConnectionOptions } from 'node:tls';
import type { RedisOptions } from 'ioredis';

/** Where Redis is: at a URL, or where the sentinels say that the primary is. The fields are named like the settings. */
export interface RedisAddress {
  readonly REDIS_URL?: string | undefined;
  readonly REDIS_SENTINELS?: readonly { readonly host: string; readonly port: number }[] | undefined;
  /** What the sentinels call the primary. */
  readonly REDIS_PRIMARY_NAME?: string | undefined;
  /** Credentials for Redis, unless they stand in the URL. */
  readonly REDIS_USERNAME?: string | undefined;
  readonly REDIS_PASSWORD?: string | undefined;
  readonly REDIS_SENTINEL_PASSWORD?: string | undefined;
  /** Whether the sentinels, and the primary that they name, are reached over TLS. A URL says it with rediss://. */
  readonly REDIS_TLS?: 'true' | 'false' | undefined;
  /** The certificates of a private authority, in PEM. */
  readonly REDIS_CA?: string | undefined;
}

/** What this file sets. The form of the replies (`replyMapping`) is decided where the connection is made. */
export type AddressOptions = Omit<RedisOptions, 'replyMapping'>;

/** A sentinel that does not answer is passed over for the next one. */
const SENTINEL_LIMIT_MS = 1_000;
const LONGEST_SENTINEL_RETRY_MS = 1_000;

/** The options with which ioredis reaches an address. */
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

/** The certificate has to name the server, and a known authority has to have signed it. */
function tlsOptions({ REDIS_CA: ca }: RedisAddress, host?: string): ConnectionOptions {
  const servername = host === undefined || /^[\d.]+$|:/.test(host) ? undefined : host;
  return { ...(ca === undefined ? {} : { ca }), ...(servername === undefined ? {} : { servername }) };
}
