import type { Database } from '../client/client.ts';
import { identifier } from '../tables/bulk-rows.ts';

/** A key of a user's program, as it is looked up. */
export interface FoundKey {
  readonly id: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly addresses: readonly string[];
  /** In milliseconds since 1970. */
  readonly expiresAt: number | undefined;
}

export async function findApiKey(db: Database, hash: string): Promise<FoundKey | undefined> {
  const select = { id: true, userId: true, scopes: true, addresses: true, expiresAt: true };
  const found = await db.apiKey.findUnique({ where: { hash }, select });
  return found === null ? undefined : { ...found, expiresAt: found.expiresAt?.getTime() };
}

/** When a key was last used, in milliseconds since 1970. */
interface KeyUse {
  readonly keyId: string;
  readonly usedAt: number;
}

/** Writes when keys were last used. A key that is gone is left out. */
export function writeKeyUses(db: Database, uses: readonly KeyUse[]): Promise<void> {
  return writeUses(db, 'ApiKey', uses);
}

/** The same of the keys of the venue. */
export function writeVenueKeyUses(db: Database, uses: readonly KeyUse[]): Promise<void> {
  return writeUses(db, 'VenueKey', uses);
}

async function writeUses(db: Database, table: 'ApiKey' | 'VenueKey', uses: readonly KeyUse[]): Promise<void> {
  await db.$executeRaw`
    update ${identifier(table)} as key set "lastUsedAt" = greatest(key."lastUsedAt", to_timestamp(used.at))
    from unnest(
      ${uses.map(({ keyId }) => keyId)}::uuid[],
      ${uses.map(({ usedAt }) => usedAt / 1_000)}::float8[]) as used (id, at)
    where key."id" = used.id`;
}
