import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { setting } from './setting.ts';

/** The address of Redis: a URL, or sentinels that name the primary. */
export const redisSettings = {
  REDIS_URL: setting.redisUrl.optional(),
  /** "host:port, host:port": the sentinels, which name the primary. */
  REDIS_SENTINELS: z
    .string()
    .transform((list, context) => list.split(',').map((text) => endpoint(text.trim(), context)))
    .optional(),
  /** The sentinels' name for the primary. */
  REDIS_PRIMARY_NAME: z.string().optional(),
  /** Credentials, if no URL contains them. */
  REDIS_USERNAME: z.string().optional(),
  REDIS_PASSWORD: z.string().optional(),
  REDIS_SENTINEL_PASSWORD: z.string().optional(),
  /** TLS to the sentinels and to the primary that they name. A URL uses rediss:// for it. */
  REDIS_TLS: z.enum(['true', 'false']).default('false'),
  /**
   * A file with the certificates of a private authority. It is read here, so that a wrong path is a fault of the
   * settings.
   */
  REDIS_CA: z.string().transform(readCertificates).optional(),
  /** The replicas that must have a command before a client is told that it is done. */
  MIN_REPLICAS: setting.number(0, 100),
};

type RedisConfig = z.output<z.ZodObject<typeof redisSettings>>;

/** Reads "host:port". IPv6 addresses stand in brackets. */
function endpoint(text: string, context: z.RefinementCtx): { host: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([\da-fA-F:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host !== undefined && Number(port) > 0 && Number(port) <= 65_535) return { host, port: Number(port) };
  context.addIssue({ code: 'custom', message: `"${text}" is no host and port, such as 10.0.0.1:26379` });
  return { host: '', port: 0 };
}

function readCertificates(path: string, context: z.RefinementCtx): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
    context.addIssue({ code: 'custom', message: `${path} has no certificate in PEM` });
  } catch (error) {
    context.addIssue({ code: 'custom', message: `cannot be read: ${(error as Error).message}` });
  }
  return '';
}

/** Faults of several settings together, each with the setting at which it is reported. */
const FAULTS: readonly [at: keyof RedisConfig, message: string, isWrong: (config: Partial<RedisConfig>) => boolean][] =
  [
    [
      'REDIS_URL',
      'must be a URL such as redis://127.0.0.1:6379, unless REDIS_SENTINELS are set',
      ({ REDIS_URL, REDIS_SENTINELS }) => REDIS_URL === undefined && REDIS_SENTINELS === undefined,
    ],
    [
      'REDIS_SENTINELS',
      'cannot be set beside REDIS_URL: they say where Redis is',
      ({ REDIS_URL, REDIS_SENTINELS }) => REDIS_URL !== undefined && REDIS_SENTINELS !== undefined,
    ],
    [
      'REDIS_PRIMARY_NAME',
      'must be set with REDIS_SENTINELS, and only with them: it is what they call the primary',
      ({ REDIS_SENTINELS, REDIS_PRIMARY_NAME }) =>
        (REDIS_SENTINELS === undefined) !== (REDIS_PRIMARY_NAME === undefined),
    ],
    [
      'REDIS_TLS',
      'is said by rediss:// in REDIS_URL',
      ({ REDIS_URL, REDIS_TLS }) => REDIS_TLS === 'true' && REDIS_URL?.startsWith('redis:') === true,
    ],
    [
      'REDIS_CA',
      'is of no use without TLS: rediss:// in REDIS_URL, or REDIS_TLS=true with REDIS_SENTINELS',
      ({ REDIS_URL, REDIS_CA, REDIS_TLS }) =>
        REDIS_CA !== undefined && REDIS_TLS !== 'true' && REDIS_URL?.startsWith('rediss:') !== true,
    ],
  ];

/**
 * Checks settings together, even if some are wrong, so that every fault is named at once.
 *
 * @param needsRedis whether the process uses Redis at all.
 */
export function reachableRedis<Config extends Partial<RedisConfig>>(
  needsRedis: (config: Config) => boolean = () => true,
) {
  return FAULTS.map(([at, message, isWrong]) =>
    z.refine<Config>((config) => !needsRedis(config) || !isWrong(config), { path: [at], message, when: () => true }),
  );
}
