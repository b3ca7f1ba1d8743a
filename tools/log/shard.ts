import { commonConfig, readConfig } from '@fulcrum/service';

const schema = commonConfig.pick({ SHARD: true });

/**
 * The shard that settings name, as each process reads it.
 *
 * @throws ConfigError when it is none.
 */
export function shardIn(env: NodeJS.ProcessEnv): number {
  return readConfig(schema, env).SHARD;
}
