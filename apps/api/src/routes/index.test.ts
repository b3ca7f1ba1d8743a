import { expect, it } from 'vitest';
import { allRoutes, type Controllers } from './index.ts';

it('each route has the room of what it waits for: none that the engine is not needed for has the engine’s', () => {
  const definitions = allRoutes({ desk: {} } as Controllers).map(({ definition }) => definition);
  for (const { path, needs = [], waitsFor } of definitions)
    if (needs.includes('engine')) expect([path, waitsFor]).toEqual([path, 'engine']);
  const others = definitions.filter(({ waitsFor }) => waitsFor !== 'engine');
  expect(Object.fromEntries(others.map(({ path, waitsFor }) => [path, waitsFor]))).toEqual({
    '/auth/signup': 'mail',
    '/auth/protected-route-test': 'nothing',
    '/auth/me': 'database',
    '/account/profile': 'database',
    '/account/preferences': 'database',
    '/account/agreements': 'database',
    '/account/notifications': 'database',
    '/account/identity': 'database',
    '/account/identity/questionnaire': 'nothing',
    '/account/identity/submit': 'database',
    '/account/identity/documents': 'database',
    '/account/identity/documents/:id': 'database',
    '/account/email': 'mail',
    '/account/email/confirm': 'database',
    '/auth/logout': 'redis',
    '/auth/keys': 'database',
    '/auth/keys/:id': 'database',
    '/signup': 'mail',
    '/auth/password': 'database',
    '/auth/security': 'database',
    '/auth/sessions': 'database',
    '/auth/sessions/end': 'database',
    '/auth/sessions/end-others': 'database',
    '/auth/second-factor/prepare': 'database',
    '/auth/second-factor/turn-on': 'database',
    '/auth/second-factor/turn-off': 'database',
    '/auth/second-factor/recovery-codes': 'database',
    '/trade/get-close-orders': 'database',
    '/wallet/withdrawals': 'database',
    '/wallet/transactions': 'database',
    '/wallet/statement': 'database',
    '/market/instruments': 'nothing',
    '/market/quotes': 'nothing',
    '/market/klines': 'charts',
    '/market/tickers': 'charts',
    '/desk/me': 'database',
    '/desk/clients': 'database',
    '/desk/clients/:userId/trades': 'database',
    '/desk/clients/:userId/ledger': 'database',
    '/desk/clients/:userId/transfers': 'database',
    '/desk/clients/:userId/rejections': 'database',
    '/desk/clients/:userId/notes': 'database',
    '/desk/clients/:userId/agreements': 'database',
    '/desk/clients/:userId/sessions': 'database',
    '/desk/clients/:userId/sessions/end': 'database',
    '/desk/staff': 'database',
  });
});
