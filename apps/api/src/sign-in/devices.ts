import { createHash, randomBytes } from 'node:crypto';
import { type Database, DEVICE_DAYS, isKnownDevice, type Queryable, renewDevice } from '@fulcrum/db';
import type { Account } from '@fulcrum/http';
import type { Request, Response } from 'express';
import { OwnCookie } from './own-cookie.ts';

const DEVICE_COOKIE = 'fulcrum_device';

/**
 * How a user's device is known at the moment at which they sign in: they never signed in anywhere before, not with it, or
 * with it as well. A program that keeps no cookies is new each time.
 */
export type DeviceKind = 'first' | 'new' | 'known';

/**
 * Knows devices again by a cookie of 256 random bits, of which the database has a hash. It signs nobody in, and stays when
 * its user signs out. Each sign-in changes it.
 */
export class Devices {
  readonly #db: Database;
  readonly #cookie: OwnCookie;

  constructor(db: Database, publicUrl: string) {
    this.#db = db;
    this.#cookie = new OwnCookie(DEVICE_COOKIE, publicUrl, DEVICE_DAYS * 86_400_000);
  }

  /** The hash of the cookie that a request brings, be it good or not. */
  hashIn(request: Request): string | undefined {
    const token = this.#cookie.read(request);
    return token === undefined ? undefined : hashOf(token);
  }

  /** @returns the hash of a request's device where the account's owner is known by it. Any other takes as long. */
  async knownFor(account: Account, request: Request): Promise<string | undefined> {
    const hash = this.hashIn(request);
    return hash !== undefined && (await isKnownDevice(this.#db, account, hash)) ? hash : undefined;
  }

  /** Whether a user never signed in. It has to be asked before the sign-in is noted. */
  async isFirst(userId: string): Promise<boolean> {
    return (await this.#db.user.count({ where: { id: userId, lastLoggedIn: null } })) === 1;
  }

  /** Notes that a user signs in. @returns the new token, for `hand` once the transaction is done. */
  async renew(tx: Queryable, userId: string, request: Request): Promise<{ isKnown: boolean; token: string }> {
    const token = randomBytes(32).toString('base64url');
    const isKnown = await renewDevice(tx, { userId, former: this.hashIn(request), hash: hashOf(token) });
    return { isKnown, token };
  }

  hand(response: Response, token: string): void {
    this.#cookie.set(response, token);
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
