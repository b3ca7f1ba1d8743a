import { z } from 'zod';
import { amount, orderId, symbol } from '../orders/order-schemas.ts';

/** A number of more digits may not be the one that was meant. */
const EXACT_DIGITS = 15;

/** People write numbers, which are taken as they stand as long as nothing of them is lost; programs send texts. */
const amountOrNumber = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(amount)
  .refine((text) => text.replace(/\D/g, '').length <= EXACT_DIGITS, `has more than ${EXACT_DIGITS} digits`);

const kind = z.enum(['buy', 'sell']);

export const simpleOrderBody = z.strictObject({
  type: z.enum(['limit', 'market']),
  kind,
  price: amountOrNumber.optional(),
  quantity: amountOrNumber,
  market: symbol,
});

export type SimpleOrderBody = z.output<typeof simpleOrderBody>;

export const quoteBody = z.strictObject({ kind, quantity: amountOrNumber, market: symbol });

export const orderParams = z.object({ id: orderId });
