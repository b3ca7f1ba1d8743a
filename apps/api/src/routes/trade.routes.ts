import type { TradeController } from '../controllers/trade.controller.ts';
import { type Route, type RouteDefinition, route } from '../http/route.ts';
import {
  closedOrdersReply,
  closedReply,
  closeOrderBody,
  createdReply,
  createOrderBody,
  openOrdersQuery,
  openOrdersReply,
  orderParams,
  orderReply,
  pageQuery,
  pendingReply,
  updatedReply,
  updateOrderBody,
} from '../http/schemas.ts';

const own = {
  tag: 'trade',
  limit: 'trade',
  waitsFor: 'engine',
} as const satisfies Partial<RouteDefinition>;
const pending = { description: 'Sent, or perhaps sent; the answer is late', schema: pendingReply };

export function tradeRoutes(trade: TradeController): Route[] {
  return [
    route(
      {
        ...own,
        access: 'trade',
        method: 'post',
        path: '/trade/create-order',
        needs: ['engine', 'clock'],
        summary: 'Open a leveraged position at the current price',
        body: createOrderBody,
        responses: { 201: { description: 'Opened', schema: createdReply }, 202: pending },
      },
      ({ session, body }) => trade.create(session, body),
    ),
    route(
      {
        ...own,
        access: 'trade',
        method: 'post',
        path: '/trade/close-order',
        needs: ['engine'],
        summary: 'Close an open position at the current price',
        body: closeOrderBody,
        responses: { 200: { description: 'Closed', schema: closedReply }, 202: pending },
      },
      ({ session, body }) => trade.close(session, body),
    ),
    route(
      {
        ...own,
        access: 'trade',
        method: 'post',
        path: '/trade/update-order',
        needs: ['engine'],
        summary: "Set, remove or read an open position's take-profit and stop-loss",
        body: updateOrderBody,
        responses: { 200: { description: 'The levels that hold now', schema: updatedReply }, 202: pending },
      },
      ({ session, body }) => trade.update(session, body),
    ),
    route(
      {
        ...own,
        access: 'read',
        method: 'get',
        limit: 'account',
        path: '/trade/get-open-orders',
        needs: ['engine'],
        summary: 'Your open positions, valued at the current price: all, or page by page',
        query: openOrdersQuery,
        responses: { 200: { description: 'In the order of opening', schema: openOrdersReply } },
      },
      ({ session, query }) => trade.openOrders(session, query),
    ),
    route(
      {
        ...own,
        access: 'read',
        method: 'get',
        path: '/trade/get-close-orders',
        waitsFor: 'database',
        needs: ['instruments'],
        summary: 'Your closed positions, page by page',
        query: pageQuery,
        responses: { 200: { description: 'The newest first', schema: closedOrdersReply } },
      },
      ({ session, query }) => trade.closedOrders(session, query),
    ),
    route(
      {
        ...own,
        access: 'read',
        method: 'get',
        path: '/trade/orders/:orderId',
        needs: ['instruments'],
        summary: 'What became of an order',
        params: orderParams,
        description:
          'An order that is unknown is 404, or `rejected` when it was refused. Its id cannot be used for ten minutes from then on, so that the answer stays true: another sending of it may be on its way. After many such look-ups in ten seconds (100, if nothing else is set) no order is looked up until they are over: 429 with Retry-After.',
        responses: { 200: { description: 'Its state', schema: orderReply } },
      },
      ({ session, params }) => trade.status(session, params.orderId),
    ),
  ];
}
