import { type Route, type RouteDefinition, route } from '../../http/route.ts';
import type { RiskController } from './risk.controller.ts';
import { exposureReply, extremeQuery, houseResultQuery, houseResultReply, positionsReply } from './risk-schemas.ts';

const reading = {
  ...{ tag: 'desk', access: { staff: ['dealer', 'compliance', 'admin'] }, method: 'get', waitsFor: 'desk' },
  ...{ limit: 'account', needs: ['instruments'] },
} as const satisfies Partial<RouteDefinition>;

/** What the house carries, and what it has got. */
export function riskRoutes(risk: RiskController): Route[] {
  return [
    route(
      {
        ...reading,
        path: '/desk/risk/exposure',
        summary: 'What clients have open, by instrument and side, and what of it the house carries',
        description:
          'It is followed from the first question on, result by result. The first answer may be 503 with Retry-After while all positions are added up.',
        responses: { 200: { description: 'By instrument', schema: exposureReply } },
      },
      () => risk.exposure(),
    ),
    route(
      {
        ...reading,
        path: '/desk/risk/house-result',
        summary: 'What the house got out of its clients, by day, instrument or client',
        description:
          'Minus the sum of all entries of the ledger but deposits, withdrawals and adjustments. Days that are over are added up once. By client it names the 50 out of whom the house got the most, and the 50 to whom it lost the most.',
        query: houseResultQuery,
        responses: { 200: { description: 'To the millionth', schema: houseResultReply } },
      },
      ({ query }) => risk.houseResult(query),
    ),
    route(
      {
        ...reading,
        path: '/desk/risk/largest',
        summary: 'The largest positions, by what they are worth now',
        query: extremeQuery,
        responses: { 200: { description: 'The largest first', schema: positionsReply } },
      },
      ({ query }) => risk.positions('largest', query),
    ),
    route(
      {
        ...reading,
        path: '/desk/risk/nearest',
        summary: 'The positions that are the nearest to their liquidation',
        query: extremeQuery,
        responses: { 200: { description: 'The nearest first', schema: positionsReply } },
      },
      ({ query }) => risk.positions('nearest', query),
    ),
  ];
}
