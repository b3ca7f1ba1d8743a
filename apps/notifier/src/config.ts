import { mailSettings } from '@fulcrum/mail';
import { commonConfig, reachableRedis, redisSettings, setting } from '@fulcrum/service';
import { z } from 'zod';

const settings = commonConfig.extend({
  ...redisSettings,
  DATABASE_URL: setting.databaseUrl,
  /** Mails go out over this server. Without it what is due is noted, and not sent. */
  ...mailSettings,
  /** Mails about what happened in an account that its user gets in an hour. What comes beyond it is summed up later. */
  MAILS_PER_HOUR: setting.count(10),
});

export const notifierConfig = settings.check(
  ...reachableRedis(),
  ...(['SMTP_URL', 'MAIL_FROM'] as const).map((name) =>
    z.refine<z.output<typeof settings>>((config) => config.NODE_ENV !== 'production' || config[name] !== undefined, {
      path: [name],
      message: 'must be set in production',
      when: () => true,
    }),
  ),
);
