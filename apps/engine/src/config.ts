import { commonConfig, reachableRedis, redisSettings, setting } from '@fulcrum/service';

export const engineConfig = commonConfig
  .extend({
    ...redisSettings,
    DATABASE_URL: setting.databaseUrl,
  })
  .check(...reachableRedis());
