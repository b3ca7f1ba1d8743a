import { MAX_VENUE_KEYS } from '@fulcrum/db';
import type { CodeProof } from '@fulcrum/second-factor';
import { KEY_KEPT_MS } from '@fulcrum/sessions';
import type { Request } from 'express';
import type { VenueAccounts } from '../accounts/venue-accounts.ts';
import { venueProblem } from '../dialect/venue-problem.ts';
import type { ShownKey, VenueKeys } from './venue-keys.ts';

export interface KeysParts {
  readonly keys: VenueKeys;
  readonly accounts: Pick<VenueAccounts, 'open'>;
  readonly codes: Pick<CodeProof, 'ask'>;
}

export interface WantedKey {
  readonly publicKey: string;
  readonly name: string;
  /** Of the second factor, where that is on. */
  readonly code?: string | undefined;
}

/** Users of the broker register the public keys with whose private halves their programs sign. */
export class KeysController {
  readonly #parts: KeysParts;

  constructor(parts: KeysParts) {
    this.#parts = parts;
  }

  async list(userId: string): Promise<{ keys: ShownKey[] }> {
    return { keys: await this.#parts.keys.list(userId) };
  }

  /** The account is there before the key: each is made once, so whoever had no answer sends the request again. */
  async register(userId: string, { code, ...wanted }: WantedKey, request: Request): Promise<ShownKey> {
    const { keys, accounts, codes } = this.#parts;
    const useCode = await codes.ask({ userId }, code, request);
    await accounts.open(userId);
    const registered = await keys.register(userId, wanted, useCode);
    if (registered === 'taken') throw venueProblem('PRECONDITION_FAILED', 'Another user has this key: make a new one.');
    if (registered === 'too_many')
      throw venueProblem('PRECONDITION_FAILED', `A user has at most ${MAX_VENUE_KEYS} keys.`);
    if (registered === 'no_user') throw venueProblem('UNAUTHORIZED', 'This user is no more.');
    return registered;
  }

  async delete(userId: string, id: string): Promise<object> {
    const ending = await this.#parts.keys.delete(userId, id);
    if (ending === 'unknown') throw venueProblem('RESOURCE_NOT_FOUND', 'There is no such key.');
    if (ending === 'everywhere') return { id };
    const seconds = KEY_KEPT_MS / 1_000;
    const message = `Other processes that used it a moment ago may take it for ${seconds} seconds more.`;
    return { id, message };
  }
}
