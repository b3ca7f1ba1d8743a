import { commonConfig, reachableRedis, redisSettings, setting } from '@fulcrum/service';

export const engineConfig = commonConfig
  .extend({
    ...redisSettings,
    DATABASE_URL: setting.databaseUrl,
    /** Where a start keeps the data of both servers, for what it says when they are lost. */
    FULCRUM_HOME: setting.folder.optional(),
  })
  .check(...reachableRedis());
