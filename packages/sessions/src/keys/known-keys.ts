import { AllowedAddresses } from './allowed-addresses.ts';
import { keyHash } from './key-secret.ts';
import { LookedUp, type LookedUpOptions } from './looked-up.ts';

/** What a key may do: every key may read, and some may trade. None may do more. */
export type KeyScope = 'read' | 'trade';

/** A key as it is kept. */
export interface KeptKey {
  readonly id: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly addresses: readonly string[];
  /** In milliseconds since 1970; undefined: never. */
  readonly expiresAt: number | undefined;
}

export interface KnownKey extends Omit<KeptKey, 'addresses'> {
  readonly allowed: AllowedAddresses;
}

/** Looks a key up by the hash of its secret. */
export type KnownKeysOptions = LookedUpOptions<KeptKey>;

/** The keys that were looked up a moment ago, by the hashes of their secrets. */
export class KnownKeys {
  readonly #lookedUp: LookedUp<KnownKey>;

  constructor({ find, ...options }: KnownKeysOptions) {
    this.#lookedUp = new LookedUp({ ...options, find: async (hash) => known(await find(hash)) });
  }

  get size(): number {
    return this.#lookedUp.size;
  }

  /** @returns the key or `unknown`, without asking anybody; undefined: it has to be looked up. */
  recall(secret: string): KnownKey | 'unknown' | undefined {
    const hash = keyHash(secret);
    return hash === undefined ? 'unknown' : this.#lookedUp.recall(hash);
  }

  /** @returns the key, `unknown`, or `busy` when too many are being looked up. */
  async lookUp(secret: string): Promise<KnownKey | 'unknown' | 'busy'> {
    const hash = keyHash(secret);
    return hash === undefined ? 'unknown' : this.#lookedUp.lookUp(hash);
  }

  /** Forgets a key, so that the next one who brings it is looked up. */
  forget(keyId: string): void {
    this.#lookedUp.forget(keyId);
  }
}

function known(found: KeptKey | undefined): KnownKey | undefined {
  if (found === undefined) return undefined;
  const { addresses, ...key } = found;
  return { ...key, allowed: new AllowedAddresses(addresses) };
}
