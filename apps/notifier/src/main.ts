import { connectDatabase } from '@fulcrum/db';
import { MailTransport } from '@fulcrum/mail';
import { runService } from '@fulcrum/service';
import { RedisConnections, streamKeys } from '@fulcrum/streams';
import { notifierConfig } from './config.ts';
import { keepMailing } from './mails/keep-mailing.ts';
import { followResults } from './notices/follow-results.ts';
import { NotifierMetrics } from './notifier-metrics.ts';
import { keepRetention } from './retention.ts';

/** For all of a mail: less than a process may take to stop. */
const MAIL_LIMIT_MS = 5_000;

await runService('notifier', notifierConfig, async ({ config, logger, metrics: registry, waits, signal, fail }) => {
  const onError = (error: Error) => logger.warn({ err: error }, 'Redis connection');
  const connections = new RedisConnections(config, onError);
  const redis = waits.watch('Redis', connections.open());
  const db = connectDatabase(config.DATABASE_URL, 3);
  const { callback: key, shard } = streamKeys(config.SHARD);
  const metrics = new NotifierMetrics(registry);
  const { SMTP_URL: url, MAIL_FROM: sender, MAILS_PER_HOUR: mailsPerHour } = config;
  const transport = url === undefined ? undefined : new MailTransport({ url, sender, signal, limitMs: MAIL_LIMIT_MS });
  if (transport === undefined) logger.warn('SMTP_URL is not set: what users would be told by mail is not sent');
  const common = { db, shard, signal, logger, metrics, waits };
  const working = Promise.all([
    followResults({ redis, key, ...common }),
    keepMailing({ transport, sender, mailsPerHour, ...common }),
    keepRetention(common),
  ]).catch((error) => {
    if (!signal.aborted) fail(error);
  });
  return {
    notReady: () => connections.notReady() ?? (redis.status === 'ready' ? waits.reason : 'Redis is not connected'),
    stop: async () => {
      await working;
      transport?.close();
      connections.close();
      await db.$disconnect();
    },
  };
});
