import { commonConfig, setting } from '@fulcrum/service';
import { z } from 'zod';

export const recorderConfig = commonConfig.extend({
  REDIS_URL: setting.redisUrl,
  DATABASE_URL: setting.databaseUrl,
  JOURNAL_DIR: z.string({ error: 'must name the folder for the journal files' }).min(1),
});
