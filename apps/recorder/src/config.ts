import { commonConfig, reachableRedis, redisSettings, setting } from '@fulcrum/service';

export const recorderConfig = commonConfig
  .extend({
    ...redisSettings,
    DATABASE_URL: setting.databaseUrl,
    /** For how many days something is kept; 0: for good. */
    KEEP_REJECTIONS_DAYS: setting.days(90),
    KEEP_ORDER_EVENTS_DAYS: setting.days(365),
    KEEP_MINUTE_CANDLES_DAYS: setting.days(730),
    KEEP_HOUR_CANDLES_DAYS: setting.days(0),
    KEEP_VENUE_DAYS: setting.days(7),
    KEEP_UNUSED_USERS_DAYS: setting.days(30),
    KEEP_JOURNAL_DAYS: setting.days(0),
    JOURNAL_DIR: setting.folder,
  })
  .check(...reachableRedis());
