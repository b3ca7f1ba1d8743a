import { z } from 'zod';

/** What is paid in: assets and amounts. */
export type Deposits = readonly (readonly [asset: string, amount: string])[];

const MAX_DEPOSITS = 16;

/** The setting that says what a new account has, such as `USDC:10000, BTC:0.1`. */
export const depositsSetting = z
  .string()
  .default('USDC:10000, BTC:0.1, ETH:2, SOL:50')
  .transform((list) => list.split(',').map((part) => part.trim()))
  .pipe(
    z
      .array(z.string().regex(/^[A-Z0-9_]{1,32}:\d{1,12}(\.\d{1,15})?$/, 'must be such as USDC:10000, BTC:0.1'))
      .max(MAX_DEPOSITS)
      .refine((parts) => new Set(parts.map(assetOf)).size === parts.length, 'names an asset twice'),
  )
  .transform((parts): Deposits => parts.map((part) => [assetOf(part), part.slice(assetOf(part).length + 1)]));

function assetOf(part: string): string {
  return part.slice(0, part.indexOf(':'));
}
