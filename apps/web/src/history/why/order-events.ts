import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { type ClosedOrder, type OrderEvent, orderEventsAnswer } from '../../api/schemas.ts';
import { grouped, readMoney } from '../../numbers/amounts.ts';
import type { MarginBefore } from './audit.ts';

/** What is shown of one order at most. */
const LIMIT = 500;

/** All that happened to an order, and whether the beginning is known. */
export interface OrderEvents {
  readonly events: readonly OrderEvent[];
  readonly isWhole: boolean;
}

/** Reads what happened to an order, once somebody asks why it closed. */
export function useOrderEvents(orderId: string) {
  return useQuery({
    queryKey: ['order-events', orderId],
    queryFn: async ({ signal }): Promise<OrderEvents> => {
      const path = `/trade/orders/${orderId}/events`;
      return (await call({ path, query: { limit: LIMIT }, schema: orderEventsAnswer, signal })).data;
    },
  });
}

/** What the closing before had left of an order's margin, as far as it is known what happened. */
export function marginBefore(
  { closedBy }: Pick<ClosedOrder, 'closedBy'>,
  story: OrderEvents | undefined,
): MarginBefore {
  if (story === undefined) return 'unknown';
  const at = story.events.findIndex(({ type, cause }) => type === 'closed' && cause === closedBy);
  if (at < 0) return 'unknown';
  const before = story.events.slice(0, at).findLast(({ type }) => type === 'closed');
  const margin = before?.data.remainingMargin;
  return typeof margin === 'string' ? readMoney(margin) : undefined;
}

const WORDS: Readonly<Record<OrderEvent['type'], string>> = {
  placed: 'Placed',
  created: 'Opened',
  updated: 'Changed',
  closed: 'Closed',
  cancelled: 'Cancelled',
  reduced: 'Closed others, with nothing left to open',
  rejected: 'Refused',
};

/** An event in words, with the figures that matter. */
export function inWords({ type, data }: OrderEvent): string {
  return [WORDS[type], ...detailsOf(type, data)].join(' · ');
}

const AMOUNT = /^-?\d+(\.\d+)?$/;

function detailsOf(type: OrderEvent['type'], data: OrderEvent['data']): string[] {
  const shown = (name: string, label: string) => {
    const value = data[name];
    if (typeof value !== 'string') return [];
    return [`${label} ${AMOUNT.test(value) ? grouped(value) : value}`.trim()];
  };
  switch (type) {
    case 'placed':
      return [...shown('quantity', 'quantity'), ...shown('orderType', ''), ...shown('price', 'at')];
    case 'created':
      return [...shown('quantity', 'quantity'), ...shown('openPrice', 'at')];
    case 'updated':
      return [
        ...shown('price', 'price'),
        ...shown('takeProfit', 'take-profit'),
        ...shown('stopLoss', 'stop-loss'),
        ...shown('trailingDistance', 'trailing by'),
      ];
    case 'closed':
      return [...shown('quantity', 'quantity'), ...shown('closePrice', 'at'), ...shown('remaining', 'left open')];
    default:
      return shown('code', '');
  }
}
