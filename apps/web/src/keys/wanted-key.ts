import type { WantedKey } from './keys.ts';

const DAY_MS = 86_400_000;

export type Right = 'read' | 'trade';

/** How long a key holds. */
export const LIFETIMES = [
  ['forever', 'No end'],
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'A year'],
] as const;

export type Lifetime = (typeof LIFETIMES)[number][0];

/** The form for a new key, as it was filled in. */
export interface KeyForm {
  readonly name: string;
  readonly right: Right;
  /** Addresses and ranges with spaces, commas or line ends between them. */
  readonly addresses: string;
  readonly lifetime: Lifetime;
}

export const EMPTY_FORM: KeyForm = { name: '', right: 'read', addresses: '', lifetime: '90' };

/** @param now in milliseconds since 1970, by the server's clock. */
export function wantedKey({ name, right, addresses, lifetime }: KeyForm, now: number): WantedKey {
  const end = lifetime === 'forever' ? {} : { expiresAt: Math.floor(now) + Number(lifetime) * DAY_MS };
  return {
    name: name.trim(),
    scopes: right === 'trade' ? ['read', 'trade'] : ['read'],
    addresses: addresses.split(/[\s,]+/).filter((each) => each !== ''),
    ...end,
  };
}

/**
 * What the API finds wrong with a field, with the address that it means.
 *
 * @param errors by field; those of the list of addresses name the place, as in `addresses.1`.
 */
export function faultOf(
  field: keyof WantedKey,
  errors: Readonly<Record<string, string>>,
  wanted: WantedKey | undefined,
): string | undefined {
  for (const [name, message] of Object.entries(errors)) {
    const [first, place] = name.split('.');
    if (first !== field) continue;
    const address = place === undefined ? undefined : wanted?.addresses[Number(place)];
    return address === undefined ? `It ${message}.` : `${address} ${message}.`;
  }
}
