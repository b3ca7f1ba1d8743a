import { z } from 'zod';
import { OperatorError } from './operator-error.ts';

/** A setting is missing or wrong. The message names all of them. */
export class ConfigError extends OperatorError {
  override name = 'ConfigError';
}

/**
 * Reads settings from the environment. An empty variable counts as one that is not set.
 *
 * @throws ConfigError naming every fault at once.
 */
export function readConfig<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new ConfigError(`The environment has ${faults.length} wrong or missing setting(s):\n${faults.join('\n')}`);
}

const priceSource = z.enum(['local', 'backpack', 'binance']);

export type PriceSource = z.output<typeof priceSource>;

/** Kinds of settings that several processes share. */
export const setting = {
  port: (byDefault: number) => z.coerce.number().int().min(0).max(65_535).default(byDefault),
  count: (byDefault: number) => z.coerce.number().int().positive().default(byDefault),
  /** How long something is kept; 0: for good. */
  days: (byDefault: number) => z.coerce.number().int().min(0).max(36_500).default(byDefault),
  /** An amount of USDC with at most 6 decimals. */
  money: (byDefault: string) =>
    z
      .string()
      .regex(/^\d{1,9}(\.\d{1,6})?$/, 'must be an amount such as 10000 or 10000.50, below a billion')
      .default(byDefault),
  /** Where prices come from, in the order of preference. */
  priceSources: z
    .string()
    .default('local')
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(priceSource))
    .refine((names) => new Set(names).size === names.length, 'names a source twice'),
  redisUrl: z.url({ protocol: /^rediss?$/, error: 'must be a URL such as redis://127.0.0.1:6379' }),
  databaseUrl: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'must be a URL such as postgresql://user:password@host/db',
  }),
};

/** What every process is told. */
export const commonConfig = z.object({
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  /** Where /health, /ready and /metrics are served; port 0 picks any free one, and the host is HOST unless set. */
  HEALTH_PORT: setting.port(0),
  HEALTH_HOST: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  SHARD: z.coerce.number().int().nonnegative().default(0),
});
