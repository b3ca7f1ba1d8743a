import { ROLES } from '@fulcrum/desk';
import { type Route, type RouteDefinition, route } from '../../http/route.ts';
import type { MoneyController } from './money.controller.ts';
import { depositsQuery, depositsReply, withdrawalsQuery, withdrawalsReply } from './money-schemas.ts';

const reading = {
  ...{ tag: 'desk', access: { staff: ROLES }, method: 'get', waitsFor: 'desk', limit: 'account' },
} as const satisfies Partial<RouteDefinition>;

/** Withdrawals to decide, and deposits that came. */
export function moneyRoutes(money: MoneyController): Route[] {
  return [
    route(
      {
        ...reading,
        path: '/desk/withdrawals',
        summary: 'Withdrawals: those that wait to be decided, or others, page by page',
        query: withdrawalsQuery,
        responses: { 200: { description: 'A page, with whose they are', schema: withdrawalsReply } },
      },
      ({ query }) => money.withdrawals(query),
    ),
    route(
      {
        ...reading,
        path: '/desk/deposits',
        summary: 'Deposits, page by page',
        query: depositsQuery,
        responses: { 200: { description: 'The newest first', schema: depositsReply } },
      },
      ({ query }) => money.deposits(query),
    ),
  ];
}
