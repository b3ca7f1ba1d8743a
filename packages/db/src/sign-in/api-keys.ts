import type { Database } from '../client/client.ts';

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

/** Writes when keys were last used, in milliseconds since 1970. A key that is gone is left out. */
export async function writeKeyUses(
  db: Database,
  uses: readonly { readonly keyId: string; readonly usedAt: number }[],
): Promise<void> {
  await db.$executeRaw`
    update "ApiKey" set "lastUsedAt" = greatest("lastUsedAt", to_timestamp(used.at))
    from unnest(
      ${uses.map(({ keyId }) => keyId)}::uuid[],
      ${uses.map(({ usedAt }) => usedAt / 1_000)}::float8[]) as used (id, at)
    where "ApiKey"."id" = used.id`;
}
