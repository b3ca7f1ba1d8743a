import { decimal, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { clientRow } from '../blocks/client-row.ts';
import { type PagedList, usePages } from '../blocks/tables/use-pages.ts';
import type { Looks } from '../blocks/values/WordBadge.tsx';

const withdrawal = z.object({
  ...{ transferId: uuid, client: clientRow.nullable(), amount: decimal, note: z.string().nullable() },
  ...{ status: z.enum(['waiting', 'paid', 'released']), heldAt: timeMs.nullable(), settledAt: timeMs.nullable() },
});

/** Money that a client wants to have, or had. */
export type Withdrawal = z.infer<typeof withdrawal>;

const page = z.object({ withdrawals: z.array(withdrawal), next: z.string().optional() });

export const STATUS_LOOKS: Looks<Withdrawal['status']> = {
  waiting: ['waits', 'warn'],
  paid: ['paid', 'good'],
  released: ['refused', 'bad'],
};

/** Clients ask at any time. */
const LOOK_EVERY_MS = 10_000;

export function useWithdrawals(state: 'waiting' | 'paid' | 'released' | 'all'): PagedList<Withdrawal> {
  return usePages({
    path: '/desk/withdrawals',
    query: { state },
    schema: page,
    rowsOf: ({ withdrawals }) => withdrawals,
    everyMs: LOOK_EVERY_MS,
  });
}
