import { useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { closedOrdersAnswer } from '../api/schemas.ts';

/** The closed orders of whoever is signed in, the newest first. */
export const CLOSED_ORDERS_KEY = ['closed-orders'];

const PAGE = 200;

export function useClosedOrders(isSignedIn: boolean) {
  return useInfiniteQuery({
    queryKey: CLOSED_ORDERS_KEY,
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE, cursor: pageParam };
      return (await call({ path: '/trade/get-close-orders', query, schema: closedOrdersAnswer, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ orders }) => orders),
    enabled: isSignedIn,
  });
}
