import { setTimeout as sleep } from 'node:timers/promises';
import { databaseReason } from '@fulcrum/db';
import { toError } from '@fulcrum/streams';
import { gatherMails } from './gather-mails.ts';
import { type SendParts, sendMails } from './send-mails.ts';

/** Between two looks at the database. */
const INTERVAL_MS = 500;

/** After PostgreSQL has failed. */
const RETRY_MS = 2_000;

/** What waits, for people. */
const MAILS = 'the mails';

/** Makes mails of what users are to be told, and sends them, until the signal is given. PostgreSQL may go away and come back. */
export async function keepMailing(parts: SendParts & { readonly mailsPerHour: number }): Promise<void> {
  const { db, shard, signal, logger, waits, metrics } = parts;
  while (!signal.aborted) {
    try {
      await gatherMails(parts);
      while (!signal.aborted && (await sendMails(parts)) > 0);
      metrics.waitingMails.set(await db.mail.count({ where: { shard, dueAt: { not: null } } }));
      waits.end(MAILS);
      await sleep(INTERVAL_MS, undefined, { signal }).catch(() => {});
    } catch (error) {
      if (signal.aborted) return;
      waits.begin(MAILS, databaseReason(toError(error)));
      logger.warn({ err: toError(error) }, 'the mails have to wait');
      await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }
}
