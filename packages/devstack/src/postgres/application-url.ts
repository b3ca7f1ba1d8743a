import { createHmac } from 'node:crypto';

/** Who the processes are in a PostgreSQL that was started here. */
const USER = 'fulcrum_app';

/**
 * The URL with which the processes connect to a PostgreSQL that was started here. Their password is made from the owner's,
 * which cannot be worked out from it, so that folders of any version have one, and it need not be kept.
 */
export function applicationUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  const password = createHmac('sha256', url.password).update(USER).digest('hex');
  url.username = USER;
  url.password = password;
  return url.href;
}
