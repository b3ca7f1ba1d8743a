import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import {
  type Moved,
  movedAnswer,
  type ResetState,
  resetAnswer,
  type Transaction,
  transactionsAnswer,
  type Withdrawal,
  withdrawalsAnswer,
} from '../api/schemas.ts';
import { boundsOf } from './months.ts';

const KEY = ['wallet'];

/** So many of each are shown: the API has the others, page by page. */
const SHOWN = 20;

export type Movement = 'deposits' | 'withdrawals';

/** A wish to move money, under an id of its own: sent again it moves nothing twice. */
export interface WantedMovement {
  readonly movement: Movement;
  readonly transferId: string;
  readonly amount: string;
  /** Of the second factor, where it is on. Only withdrawals take one. */
  readonly code?: string;
}

/** The newest withdrawals. They are forgotten when nothing shows them, so that the next user never sees them. */
export function useWithdrawals() {
  return useQuery({
    queryKey: [...KEY, 'withdrawals'],
    queryFn: async ({ signal }): Promise<Withdrawal[]> =>
      (await call({ path: '/wallet/withdrawals', query: { limit: SHOWN }, schema: withdrawalsAnswer, signal })).data
        .withdrawals,
    gcTime: 0,
  });
}

/** Which changes of the cash are asked for. */
export interface LedgerFilter {
  readonly kind?: Transaction['kind'] | undefined;
  /** In UTC, as 2026-11. */
  readonly month?: string | undefined;
}

/** The newest changes of the cash, and whether there are more. */
export function useTransactions({ kind, month }: LedgerFilter) {
  return useQuery({
    queryKey: [...KEY, 'transactions', kind, month],
    queryFn: async ({ signal }): Promise<{ rows: Transaction[]; hasMore: boolean }> => {
      const answer = await call({
        path: '/wallet/transactions',
        query: { limit: SHOWN, kind, ...(month === undefined ? {} : boundsOf(month)) },
        schema: transactionsAnswer,
        signal,
      });
      return { rows: answer.data.transactions, hasMore: answer.data.nextCursor !== undefined };
    },
    gcTime: 0,
  });
}

export function useMoveMoney() {
  return useWalletChange(async ({ movement, ...body }: WantedMovement): Promise<Moved> => {
    return (await call({ method: 'POST', path: `/wallet/${movement}`, body, schema: movedAnswer })).data;
  });
}

export function useTakeBack() {
  return useWalletChange(async (transferId: string): Promise<Moved> => {
    const path = `/wallet/withdrawals/${transferId}/cancel`;
    return (await call({ method: 'POST', path, body: {}, schema: movedAnswer })).data;
  });
}

/** Starts over, under an id of the request: sent again it is not done twice. */
export function useReset() {
  return useWalletChange(async (transferId: string): Promise<ResetState> => {
    return (await call({ method: 'POST', path: '/wallet/reset', body: { transferId }, schema: resetAnswer })).data;
  });
}

/** The recorder writes what is listed a moment after the engine has answered. */
const RECORDED_AFTER_MS = 600;

function useWalletChange<Wanted, Answer>(mutationFn: (wanted: Wanted) => Promise<Answer>) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  return useMutation({
    mutationFn,
    onSettled: () => {
      setTimeout(refresh, RECORDED_AFTER_MS);
      return refresh();
    },
  });
}
