import { commonConfig, setting } from '@fulcrum/service';

export const engineConfig = commonConfig.extend({
  REDIS_URL: setting.redisUrl,
  DATABASE_URL: setting.databaseUrl,
});
