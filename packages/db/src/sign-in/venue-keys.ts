import type { Database, Queryable } from '../client/client.ts';
import { lockUser } from './lock-user.ts';

/** The most keys of one user. */
export const MAX_VENUE_KEYS = 20;

const SHOWN = { id: true, publicKey: true, name: true, createdAt: true, lastUsedAt: true } as const;

/** A key of the venue as its user sees it. */
export interface VenueKeyRow {
  readonly id: string;
  readonly publicKey: string;
  readonly name: string;
  readonly createdAt: Date;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}

/** What came of a wish for a key: it is there, another user has it, the user has too many, or is none any more. */
export type RegisteredVenueKey = VenueKeyRow | 'taken' | 'too_many' | 'no_user';

/** A user's keys, the oldest first. */
export function listVenueKeys(db: Database, userId: string): Promise<VenueKeyRow[]> {
  const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];
  return db.venueKey.findMany({ where: { userId }, select: SHOWN, orderBy });
}

/** A key that a user wishes for. */
export interface WantedVenueKey {
  readonly userId: string;
  readonly publicKey: string;
  readonly name: string;
}

/**
 * Registers a key. One that its user has already stays as it is.
 *
 * @param onMake is done in the same transaction, where a key is made. What it throws is thrown, and there is no key then.
 */
export function registerVenueKey(
  db: Database,
  { userId, publicKey, name }: WantedVenueKey,
  onMake?: (tx: Queryable) => Promise<unknown>,
): Promise<RegisteredVenueKey> {
  return db.$transaction(async (tx) => {
    await lockUser(tx, userId);
    if ((await tx.user.findUnique({ where: { id: userId }, select: { id: true } })) === null) return 'no_user';
    const found = await tx.venueKey.findUnique({ where: { publicKey }, select: { ...SHOWN, userId: true } });
    if (found !== null) return found.userId === userId ? found : 'taken';
    if ((await tx.venueKey.count({ where: { userId } })) >= MAX_VENUE_KEYS) return 'too_many';
    await onMake?.(tx);
    const { count } = await tx.venueKey.createMany({ data: { userId, publicKey, name }, skipDuplicates: true });
    if (count === 0) return 'taken';
    return tx.venueKey.findUniqueOrThrow({ where: { publicKey }, select: SHOWN });
  });
}
