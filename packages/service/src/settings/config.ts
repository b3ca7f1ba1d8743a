import { MAX_SHARD } from '@fulcrum/log';
import { z } from 'zod';
import { OperatorError } from '../operator-error.ts';
import { setting } from './setting.ts';

/** Settings are missing or wrong. The message names them all. */
export class ConfigError extends OperatorError {
  override name = 'ConfigError';

  constructor(faults: readonly string[]) {
    super(`The environment has ${faults.length} wrong or missing setting(s):\n${faults.map(indented).join('\n')}`);
  }
}

function indented(fault: string): string {
  return `  ${fault.replaceAll('\n', '\n  ')}`;
}

/**
 * Reads settings from the environment. An empty variable counts as one that is not set.
 *
 * @throws ConfigError naming every fault at once.
 */
export function readConfig<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.output<Schema> {
  const parsed = parse(schema, env);
  if (parsed.success) return parsed.data;
  throw new ConfigError(faultsIn(parsed.error));
}

/** The faults of the settings in an environment. Each begins with the setting's name. */
export function configFaults(schema: z.ZodType, env: NodeJS.ProcessEnv): string[] {
  const parsed = parse(schema, env);
  return parsed.success ? [] : faultsIn(parsed.error);
}

function parse<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv) {
  return schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
}

function faultsIn({ issues }: z.ZodError): string[] {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** The settings of every process. */
export const commonConfig = z.object({
  NODE_ENV: setting.environment,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  /** The address of /health, /ready and /metrics. Port 0 picks any free one, and the host is HOST by default. */
  HEALTH_PORT: setting.anyPort(0),
  HEALTH_HOST: setting.host.optional(),
  HOST: setting.host.default('127.0.0.1'),
  /** The one shard that the process serves. */
  SHARD: setting.number(0, MAX_SHARD),
});
