import { clientNetwork } from '@fulcrum/service';
import type { Request } from 'express';
import type { AccountTries } from './account-tries.ts';
import type { Misses } from './misses.ts';

/** How an account is named, which need not be one. */
export type Account = { readonly id: string } | { readonly email: string };

/** A password or a code that was counted. */
export interface Guess {
  /** Notes that it is wrong. */
  readonly miss: () => void;
}

export interface GuessesParts {
  readonly devices: { knownFor(account: Account, request: Request): Promise<string | undefined> };
  /** At one account: from one address, or from one device that its owner is known by. */
  readonly fromOne: AccountTries;
  /** At one account, from all addresses together. */
  readonly fromAll: AccountTries;
  /** Of one address, at all accounts together. */
  readonly misses?: Misses;
  readonly trustedProxies: number;
}

/**
 * Limits the guessing of passwords and codes: from one address and from many, at one account and at many. A device in which
 * the account's owner has signed in counts by itself alone, so that nobody elsewhere keeps the owner out.
 */
export class Guesses {
  readonly #parts: GuessesParts;

  constructor(parts: GuessesParts) {
    this.#parts = parts;
  }

  /** Counts one before it is looked at. Whether there is such an account makes no difference. @throws Problem beyond a limit. */
  async take(account: Account, request: Request): Promise<Guess> {
    const { devices, fromOne, fromAll, misses, trustedProxies } = this.#parts;
    const key = 'id' in account ? account.id : account.email;
    const device = await devices.knownFor(account, request);
    const network = clientNetwork(request, trustedProxies);
    if (device === undefined) misses?.requireFew(network);
    fromOne.take(key, device ?? network);
    if (device === undefined) fromAll.take(key, '');
    return { miss: () => device === undefined && misses?.note(network) };
  }
}
