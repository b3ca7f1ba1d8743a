import { uuid } from '@fulcrum/protocol';
import { code } from '@fulcrum/second-factor';
import { isPublicKey } from '@fulcrum/venue-api';
import { z } from 'zod';
import type { AccountController } from '../accounts/account.controller.ts';
import { type Instruction, type VenueRoute, venueRoute } from '../http/venue-route.ts';
import type { KeysController } from '../keys/keys.controller.ts';
import { maxOrderQuery } from '../orders/order-schemas.ts';
import type { OrdersController } from '../orders/orders.controller.ts';
import { page, requireInOrder, symbol, times } from './list-query.ts';

const keyBody = z.strictObject({
  publicKey: z.string().refine(isPublicKey, 'must be an ED25519 public key: 32 bytes in base64'),
  name: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u, 'must be one line without control characters')
    .default('key'),
  code: code.optional(),
});

const core = { method: 'get', readsCore: true } as const;
const session = { access: 'session' } as const;

/** Lists that are empty at this venue: nothing is paid in or out, and nothing is held on margin. */
const EMPTY: readonly (readonly [path: string, signedFor: Instruction])[] = [
  ['/api/v1/position', 'positionQuery'],
  ['/wapi/v1/capital/deposits', 'depositQueryAll'],
  ['/wapi/v1/capital/withdrawals', 'withdrawalQueryAll'],
  ['/wapi/v1/history/funding', 'fundingHistoryQueryAll'],
];

/** What may be asked of them. What else Backpack takes means nothing where there is nothing to choose from. */
const emptyQuery = z.object({ symbol: symbol.optional(), ...page, ...times });

/** A user's account, balances and keys. */
export function accountRoutes(
  account: AccountController,
  orders: Pick<OrdersController, 'capital'>,
  keys: KeysController,
): VenueRoute[] {
  return [
    ...EMPTY.map(([path, signedFor]) =>
      venueRoute({ method: 'get', path, access: { signedFor }, query: emptyQuery }, ({ query }) => {
        requireInOrder(query);
        return [];
      }),
    ),
    venueRoute({ ...core, path: '/api/v1/account', access: { signedFor: 'accountQuery' } }, ({ userId }) =>
      account.account(userId),
    ),
    venueRoute(
      {
        ...{ ...core, path: '/api/v1/account/limits/order', access: { signedFor: 'maxOrderQuantity' } },
        query: maxOrderQuery,
      },
      ({ userId, query }) => account.maxOrder(userId, query),
    ),
    venueRoute(
      { ...core, path: '/api/v1/capital/collateral', access: { signedFor: 'collateralQuery' } },
      ({ userId }) => account.collateral(userId),
    ),
    venueRoute({ ...core, path: '/api/v1/capital', access: { signedFor: 'balanceQuery' } }, ({ userId }) =>
      orders.capital(userId),
    ),
    venueRoute({ ...session, method: 'post', path: '/api/v1/keys', body: keyBody }, ({ userId, body, request }) =>
      keys.register(userId, body, request),
    ),
    venueRoute({ ...session, method: 'get', path: '/api/v1/keys', isAlwaysThere: true }, ({ userId }) =>
      keys.list(userId),
    ),
    venueRoute(
      { ...session, method: 'delete', path: '/api/v1/keys/:id', params: z.object({ id: uuid }), isAlwaysThere: true },
      ({ userId, params }) => keys.delete(userId, params.id),
    ),
  ];
}
