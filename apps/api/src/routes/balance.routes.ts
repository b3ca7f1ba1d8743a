import { readBalance } from '../controllers/balance.controller.ts';
import type { EngineClient } from '../engine/engine-client.ts';
import { type Route, route } from '../http/route.ts';
import { balanceReply } from '../http/schemas.ts';

export function balanceRoutes(engine: EngineClient): Route[] {
  return [
    route(
      {
        method: 'get',
        path: '/balance/me',
        tag: 'balance',
        summary: 'Your balance, margin and unrealized profit or loss',
        session: true,
        needs: ['engine'],
        limit: 'account',
        responses: { 200: { description: 'As of now', schema: balanceReply } },
      },
      ({ session }) => readBalance(engine, session),
    ),
  ];
}
