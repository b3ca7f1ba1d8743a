import { commonConfig, reachableRedis, redisSettings, setting } from '@fulcrum/service';
import { z } from 'zod';

export const recorderConfig = commonConfig
  .extend({
    ...redisSettings,
    DATABASE_URL: setting.databaseUrl,
    JOURNAL_DIR: z.string({ error: 'must name the folder for the journal files' }).min(1),
  })
  .check(...reachableRedis());
