import { FIRST_RULES, ORDER_RULES } from '@fulcrum/cfd';
import { assetName, decimal, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import type { EngineKind } from './kind.ts';

const quantity = decimal.max(64);

const closing = z
  .object({
    orderId: uuid,
    userId: uuid,
    asset: assetName,
    /** A part, with what was open when it was asked for: the same figure has to be open still. */
    quantity: quantity.optional(),
    openQuantity: quantity.optional(),
    /** What is closed, at the price at which it was opened, in USDC. */
    notional: decimal,
  })
  .refine((data) => (data.quantity === undefined) === (data.openQuantity === undefined), {
    message: 'Name quantity and openQuantity, or neither.',
    path: ['openQuantity'],
  });
const cancelling = z.object({ orderId: uuid, userId: uuid });
const many = z.object({ userId: uuid, asset: assetName.optional() });

const ofUser = {
  subject: ({ userId }: { readonly userId: string }) => userId,
  userId: ({ userId }: { readonly userId: string }) => userId,
};

export const closeOrder: EngineKind<z.output<typeof closing>> = {
  ...ofUser,
  data: closing,
  amount: ({ notional }) => notional,
  // Older rules would not see the part, and close all of it.
  rules: (data) => (data.quantity === undefined ? FIRST_RULES : ORDER_RULES),
  command: ({ data: { orderId, userId, quantity, openQuantity } }) => ({
    type: 'close-order',
    data: { orderId, userId, ...(quantity === undefined ? {} : { quantity, openQuantity }) },
  }),
};

export const cancelOrder: EngineKind<z.output<typeof cancelling>> = {
  ...ofUser,
  data: cancelling,
  rules: () => ORDER_RULES,
  command: ({ data: { orderId, userId } }) => ({ type: 'cancel-order', data: { orderId, userId } }),
};

const all = (type: 'close-all' | 'cancel-all'): EngineKind<z.output<typeof many>> => ({
  ...ofUser,
  data: many,
  rules: () => ORDER_RULES,
  command: ({ data: { userId, asset } }) => ({ type, data: { userId, ...(asset === undefined ? {} : { asset }) } }),
});

export const closeAll = all('close-all');
export const cancelAll = all('cancel-all');
