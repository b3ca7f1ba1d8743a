import { type Database, lockUser } from '@fulcrum/db';
import type { UseCode } from '@fulcrum/second-factor';
import { keyHash, makeKeySecret } from '@fulcrum/sessions';
import type { NewKey } from './key-schemas.ts';

/** The most keys of one user. */
export const MAX_KEYS = 20;

const SHOWN = {
  id: true,
  name: true,
  scopes: true,
  addresses: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} as const;

/** A key as its user sees it; times are in milliseconds since 1970. */
export interface ShownKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly addresses: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

/** The keys of users, as the database keeps them: with the hashes of their secrets alone. */
export class ApiKeys {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The oldest first. */
  async list(userId: string): Promise<ShownKey[]> {
    const orderBy = [{ createdAt: 'asc' }, { id: 'asc' }] as const;
    const rows = await this.#db.apiKey.findMany({ where: { userId }, select: SHOWN, orderBy: [...orderBy] });
    return rows.map(shown);
  }

  /**
   * @param useCode is done in the same transaction. What it throws is thrown, and there is no key then.
   * @returns the key with its secret, which is known nowhere else; undefined when the user has too many.
   */
  async create(
    userId: string,
    wanted: Omit<NewKey, 'code'>,
    useCode: UseCode | undefined,
  ): Promise<(ShownKey & { readonly secret: string }) | undefined> {
    const secret = makeKeySecret();
    const hash = keyHash(secret);
    if (hash === undefined) throw new Error('a new key has not the form of a key');
    const { name, scopes, addresses = [], expiresAt } = wanted;
    return this.#db.$transaction(async (tx) => {
      await lockUser(tx, userId);
      if ((await tx.apiKey.count({ where: { userId } })) >= MAX_KEYS) return undefined;
      await useCode?.(tx);
      const end = expiresAt === undefined ? null : new Date(expiresAt);
      const data = { userId, hash, name, scopes, addresses, expiresAt: end };
      return { ...shown(await tx.apiKey.create({ data, select: SHOWN })), secret };
    });
  }

  /** @returns whether the user had such a key. */
  async delete(userId: string, id: string): Promise<boolean> {
    const { count } = await this.#db.apiKey.deleteMany({ where: { id, userId } });
    return count > 0;
  }
}

type Row = Omit<ShownKey, 'createdAt' | 'expiresAt' | 'lastUsedAt'> & {
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
};

function shown({ createdAt, expiresAt, lastUsedAt, ...row }: Row): ShownKey {
  const ms = (date: Date | null) => date?.getTime() ?? null;
  return { ...row, createdAt: createdAt.getTime(), expiresAt: ms(expiresAt), lastUsedAt: ms(lastUsedAt) };
}
