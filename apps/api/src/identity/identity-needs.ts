import { z } from 'zod';

/** What may need an approved identity. */
export const NEEDS = ['withdrawals', 'deposits', 'trading'] as const;

export type Need = (typeof NEEDS)[number];

const WRONG = `must be some of ${NEEDS.join(', ')}, with commas between them, or nothing`;

/** `nothing`, or a list such as `withdrawals,trading`. */
export const identityNeeds = z
  .string()
  .default('withdrawals')
  .transform((text) => (text === 'nothing' ? [] : text.split(',').map((name) => name.trim())))
  .pipe(z.array(z.enum(NEEDS, WRONG)))
  .refine((needs) => new Set(needs).size === needs.length, 'names something twice');
