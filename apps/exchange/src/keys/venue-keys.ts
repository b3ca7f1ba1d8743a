import type { KeyObject } from 'node:crypto';
import { type Database, lockUser } from '@fulcrum/db';
import type { UseCode } from '@fulcrum/second-factor';
import { LookedUp } from '@fulcrum/sessions';
import { publicKeyOf } from '@fulcrum/venue-api';

/** The most keys of one user. */
export const MAX_KEYS = 20;

/** A key as its user sees it; times are in milliseconds since 1970. */
export interface ShownKey {
  readonly id: string;
  readonly publicKey: string;
  readonly name: string;
  readonly createdAt: number;
  /** To the minute. */
  readonly lastUsedAt: number | null;
}

/** A key that signs requests. */
export interface SigningKey {
  readonly id: string;
  readonly userId: string;
  readonly key: KeyObject;
}

/** What came of a wish for a key: it is there, another user has it, the user has too many, or is none any more. */
export type Registered = ShownKey | 'taken' | 'too_many' | 'no_user';

const SHOWN = { id: true, publicKey: true, name: true, createdAt: true, lastUsedAt: true } as const;

/** The public keys of users, as the database keeps them, and those that were looked up a moment ago. */
export class VenueKeys {
  readonly #db: Database;
  readonly known: LookedUp<SigningKey>;

  constructor(db: Database) {
    this.#db = db;
    this.known = new LookedUp({ find: (publicKey) => this.#find(publicKey) });
  }

  /** The oldest first. */
  async list(userId: string): Promise<ShownKey[]> {
    const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];
    return (await this.#db.venueKey.findMany({ where: { userId }, select: SHOWN, orderBy })).map(shown);
  }

  /**
   * Registers a key. One that its user has already stays as it is.
   *
   * @param useCode is done in the same transaction, where a key is made. What it throws is thrown, and there is no key then.
   */
  async register(
    userId: string,
    { publicKey, name }: { readonly publicKey: string; readonly name: string },
    useCode: UseCode | undefined,
  ): Promise<Registered> {
    const registered = await this.#db.$transaction(async (tx): Promise<Registered> => {
      await lockUser(tx, userId);
      if ((await tx.user.findUnique({ where: { id: userId }, select: { id: true } })) === null) return 'no_user';
      const found = await tx.venueKey.findUnique({ where: { publicKey }, select: { ...SHOWN, userId: true } });
      if (found !== null) return found.userId === userId ? shown(found) : 'taken';
      if ((await tx.venueKey.count({ where: { userId } })) >= MAX_KEYS) return 'too_many';
      await useCode?.(tx);
      const { count } = await tx.venueKey.createMany({ data: { userId, publicKey, name }, skipDuplicates: true });
      if (count === 0) return 'taken';
      return shown(await tx.venueKey.findUniqueOrThrow({ where: { publicKey }, select: SHOWN }));
    });
    this.known.made(publicKey);
    return registered;
  }

  /** @returns whether the user had such a key. */
  async delete(userId: string, id: string): Promise<boolean> {
    const { count } = await this.#db.venueKey.deleteMany({ where: { id, userId } });
    this.known.forget(id);
    return count > 0;
  }

  async #find(publicKey: string): Promise<SigningKey | undefined> {
    const select = { id: true, userId: true };
    const found = await this.#db.venueKey.findUnique({ where: { publicKey }, select });
    return found === null ? undefined : { ...found, key: publicKeyOf(publicKey) };
  }
}

type Row = Omit<ShownKey, 'createdAt' | 'lastUsedAt'> & {
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
};

function shown({ id, publicKey, name, createdAt, lastUsedAt }: Row): ShownKey {
  return { id, publicKey, name, createdAt: createdAt.getTime(), lastUsedAt: lastUsedAt?.getTime() ?? null };
}
