import type { Queryable } from '../client/client.ts';

/** How long a user is known in a browser in which they do not sign in any more. Browsers keep no cookie longer than this. */
export const DEVICE_DAYS = 400;

/** The most devices of one user. That in which they signed in longest ago is forgotten when there are more. */
const MAX_DEVICES = 100;

/** Whether a user has signed in with the device that has this hash. */
export async function isKnownDevice(
  db: Queryable,
  user: { readonly id: string } | { readonly email: string },
  hash: string,
): Promise<boolean> {
  return (await db.knownDevice.count({ where: { user, hash, seenAt: { gt: oldest() } } })) === 1;
}

/**
 * Notes that a user signs in with a device, whose hash changes by it. So nobody knows it who knew the former one, also not
 * whoever planted that. Other users of this device are known there under the new hash as well.
 *
 * @param former undefined: the device has none yet.
 * @returns whether it was known as this user's.
 */
export async function renewDevice(
  tx: Queryable,
  device: { readonly userId: string; readonly former: string | undefined; readonly hash: string },
): Promise<boolean> {
  const { userId, former, hash } = device;
  const isKnown = former !== undefined && (await isKnownDevice(tx, { id: userId }, former));
  if (former !== undefined) await tx.knownDevice.updateMany({ where: { hash: former }, data: { hash } });
  const seenAt = new Date();
  await tx.knownDevice.upsert({
    where: { userId_hash: { userId, hash } },
    create: { userId, hash, seenAt },
    update: { seenAt },
  });
  const tooMany = await tx.knownDevice.findMany({ where: { userId }, orderBy: { seenAt: 'desc' }, skip: MAX_DEVICES });
  if (tooMany.length > 0)
    await tx.knownDevice.deleteMany({ where: { userId, hash: { in: tooMany.map((each) => each.hash) } } });
  return isKnown;
}

/** Forgets all devices of a user but one. */
export async function forgetOtherDevices(tx: Queryable, userId: string, hash: string | undefined): Promise<void> {
  await tx.knownDevice.deleteMany({ where: { userId, ...(hash !== undefined && { hash: { not: hash } }) } });
}

function oldest(): Date {
  return new Date(Date.now() - DEVICE_DAYS * 86_400_000);
}
