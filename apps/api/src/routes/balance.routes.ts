import { readBalance } from '../controllers/balance.controller.ts';
import type { AccountReads } from '../engine/account-reads.ts';
import { type Route, route } from '../http/route.ts';
import { balanceReply } from '../http/schemas.ts';

export function balanceRoutes(reads: AccountReads): Route[] {
  return [
    route(
      {
        method: 'get',
        path: '/balance/me',
        waitsFor: 'engine',
        tag: 'balance',
        summary: 'Your balance, margin and unrealized profit or loss',
        access: 'read',
        needs: ['engine'],
        limit: 'account',
        responses: { 200: { description: 'As of now', schema: balanceReply } },
      },
      ({ session }) => readBalance(reads, session),
    ),
  ];
}
