import { z } from 'zod';

/** What the API answers about who is signed in. It stands apart, for a page that needs nothing else of the trading screen. */

export const signUpAnswer = z.object({ message: z.string(), devLink: z.string().optional() });

/** The session itself is in a cookie that scripts cannot read. */
export const signedInAnswer = z.union([
  z.object({ user: z.object({ email: z.string() }) }),
  z.object({ status: z.literal('code_needed') }),
]);

const user = z.object({
  ...{ userId: z.uuid(), email: z.string(), expiresAt: z.int(), createdAt: z.int().optional() },
});

export type User = z.infer<typeof user>;

export const meAnswer = z.object({ user: user.nullable(), needsCode: z.boolean().optional() });

export const messageAnswer = z.object({ message: z.string() });

export const balanceAnswer = z.object({ balance: z.string() });
