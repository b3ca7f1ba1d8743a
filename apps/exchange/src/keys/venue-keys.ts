import type { KeyObject } from 'node:crypto';
import { type Database, listVenueKeys, type RegisteredVenueKey, registerVenueKey, type VenueKeyRow } from '@fulcrum/db';
import type { UseCode } from '@fulcrum/second-factor';
import { LookedUp, type SessionEnding, type SessionEndings } from '@fulcrum/sessions';
import { publicKeyOf } from '@fulcrum/venue-api';

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

/** The key, or why there is none. */
export type Registered = ShownKey | Exclude<RegisteredVenueKey, object>;

/**
 * How long processes remember that a key was deleted. The database has it no more, so this has to be longer than any of
 * them keeps what it looked up, whatever their clocks say.
 */
const REMEMBERED_SECONDS = 3_600;

/** The public keys of users, as the database keeps them, and those that were looked up a moment ago. */
export class VenueKeys {
  readonly #db: Database;
  readonly #endings: Pick<SessionEndings, 'end'>;
  readonly known: LookedUp<SigningKey>;

  constructor(db: Database, endings: Pick<SessionEndings, 'end'>) {
    this.#db = db;
    this.#endings = endings;
    this.known = new LookedUp({ find: (publicKey) => this.#find(publicKey) });
  }

  /** The oldest first. */
  async list(userId: string): Promise<ShownKey[]> {
    return (await listVenueKeys(this.#db, userId)).map(shown);
  }

  /**
   * Registers a key. One that its user has already stays as it is.
   *
   * @param useCode is done in the same transaction, where a key is made. What it throws is thrown, and there is no key then.
   */
  async register(
    userId: string,
    key: { readonly publicKey: string; readonly name: string },
    useCode: UseCode | undefined,
  ): Promise<Registered> {
    const registered = await registerVenueKey(this.#db, { userId, ...key }, useCode);
    this.known.made(key.publicKey);
    return typeof registered === 'string' ? registered : shown(registered);
  }

  /**
   * Deletes a key, and ends what goes on because of it, in all processes.
   *
   * @returns whether the user had such a key, and whether all processes know of its end by now.
   */
  async delete(userId: string, id: string): Promise<SessionEnding | 'unknown'> {
    const { count } = await this.#db.venueKey.deleteMany({ where: { id, userId } });
    if (count === 0) return 'unknown';
    this.known.forget(id);
    return this.#endings.end({ sessionId: id, expiresAt: Math.floor(Date.now() / 1_000) + REMEMBERED_SECONDS });
  }

  async #find(publicKey: string): Promise<SigningKey | undefined> {
    const select = { id: true, userId: true };
    const found = await this.#db.venueKey.findUnique({ where: { publicKey }, select });
    return found === null ? undefined : { ...found, key: publicKeyOf(publicKey) };
  }
}

function shown({ id, publicKey, name, createdAt, lastUsedAt }: VenueKeyRow): ShownKey {
  return { id, publicKey, name, createdAt: createdAt.getTime(), lastUsedAt: lastUsedAt?.getTime() ?? null };
}
