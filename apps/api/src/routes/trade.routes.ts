import type { TradeController } from '../controllers/trade.controller.ts';
import {
  allCancelledReply,
  allClosedReply,
  cancelAllBody,
  cancelledReply,
  cancelOrderBody,
  closeAllBody,
  closedOrdersReply,
  closedReply,
  closeOrderBody,
  createdReply,
  createOrderBody,
  openOrdersReply,
  orderEventsReply,
  orderParams,
  pendingAllReply,
  pendingOrdersReply,
  pendingReply,
  updatedReply,
  updateOrderBody,
} from '../http/order-schemas.ts';
import { type Route, type RouteDefinition, route } from '../http/route.ts';
import { closedOrdersQuery, eventsQuery, openOrdersQuery, orderReply } from '../http/schemas.ts';

const own = {
  tag: 'trade',
  limit: 'trade',
  waitsFor: 'engine',
} as const satisfies Partial<RouteDefinition>;
/** What only ends orders has a limit of its own. */
const closing = {
  ...own,
  access: 'trade',
  method: 'post',
  limit: 'closing',
} as const satisfies Partial<RouteDefinition>;
const pending = { description: 'Sent, or perhaps sent; the answer is late', schema: pendingReply };
const pendingAll = { ...pending, schema: pendingAllReply };

export function tradeRoutes(trade: TradeController): Route[] {
  return [
    route(
      {
        ...own,
        access: 'trade',
        method: 'post',
        path: '/trade/create-order',
        needs: ['engine', 'clock'],
        summary: 'Open a leveraged position at the current price, or once a price is there',
        description:
          'A limit or stop order waits: the answer has the fields of `placed`. Where it closes positions of the other side, and nothing is left to open, those of `reduced`.',
        body: createOrderBody,
        responses: { 201: { description: 'Opened, placed, or reduced', schema: createdReply }, 202: pending },
      },
      ({ session, body }) => trade.create(session, body),
    ),
    route(
      {
        ...closing,
        path: '/trade/close-order',
        needs: ['engine'],
        summary: 'Close an open position at the current price, or a part of it',
        body: closeOrderBody,
        responses: { 200: { description: 'Closed', schema: closedReply }, 202: pending },
      },
      ({ session, body }) => trade.close(session, body),
    ),
    route(
      {
        ...closing,
        path: '/trade/cancel-order',
        needs: ['engine'],
        summary: 'Cancel an order that waits for its price',
        body: cancelOrderBody,
        responses: { 200: { description: 'Cancelled', schema: cancelledReply }, 202: pending },
      },
      ({ session, body }) => trade.cancel(session, body),
    ),
    route(
      {
        ...closing,
        path: '/trade/close-all',
        needs: ['engine'],
        summary: 'Close all your positions that can be closed now, of one instrument or of all',
        body: closeAllBody,
        responses: { 200: { description: 'How many are closed, and left', schema: allClosedReply }, 202: pendingAll },
      },
      ({ session, body }) => trade.closeAll(session, body),
    ),
    route(
      {
        ...closing,
        path: '/trade/cancel-all',
        needs: ['engine'],
        summary: 'Cancel all your orders that wait, of one instrument or of all',
        body: cancelAllBody,
        responses: { 200: { description: 'How many are cancelled', schema: allCancelledReply }, 202: pendingAll },
      },
      ({ session, body }) => trade.cancelAll(session, body),
    ),
    route(
      {
        ...own,
        access: 'trade',
        method: 'post',
        path: '/trade/update-order',
        needs: ['engine'],
        summary: "Set, remove or read an order's levels, and the price and end of one that waits",
        body: updateOrderBody,
        responses: { 200: { description: 'What holds now', schema: updatedReply }, 202: pending },
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
        path: '/trade/get-pending-orders',
        limit: 'account',
        needs: ['engine'],
        summary: 'Your orders that wait for their price: all, or page by page',
        description: 'A page counts open orders as well, so that it may have fewer than its limit.',
        query: openOrdersQuery,
        responses: { 200: { description: 'In the order of placing', schema: pendingOrdersReply } },
      },
      ({ session, query }) => trade.pendingOrders(session, query),
    ),
    route(
      {
        ...own,
        access: 'read',
        method: 'get',
        path: '/trade/get-close-orders',
        waitsFor: 'database',
        needs: ['instruments'],
        summary: 'Your closings, also of parts, page by page',
        query: closedOrdersQuery,
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
    route(
      {
        ...own,
        access: 'read',
        method: 'get',
        path: '/trade/orders/:orderId/events',
        needs: ['instruments'],
        summary: 'All that happened to an order, with the entries of the log',
        description:
          'Of an order that is older than this record, or than it is kept, `isWhole` is false. How it ended is kept for good.',
        params: orderParams,
        query: eventsQuery,
        responses: { 200: { description: 'In the order of the log', schema: orderEventsReply } },
      },
      ({ session, params, query }) => trade.events(session, params.orderId, query),
    ),
  ];
}
