import { z } from 'zod';

/** Why somebody does something at the desk. Only staff read it. */
export const reasonText = z
  .string()
  .refine(
    (text) => /^[^\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]{1,500}$/u.test(text) && text.trim() !== '',
    'must be 1 to 500 characters of one line',
  );
