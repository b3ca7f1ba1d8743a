import { type Attacker, badCredentials } from '../attacker.ts';
import type { Dice } from './dice.ts';
import { type Form, faultyBody } from './faulty-bodies.ts';
import { type HttpInput, input, signedIn, strangeHeaders, strangePath, strangeQuery } from './http-inputs.ts';

const API = '/api/v1';

const MARKET = ['asset', '"BTC_USDC"'] as const;
/** Numbers are amounts in the simple dialect, and so is every text of digits. */
const AMOUNT = ['scopes', '"0.01"'] as const;

const FORMS: readonly [Form, ...Form[]] = [
  {
    path: `${API}/order`,
    fields: {
      symbol: MARKET,
      side: ['side', '"Bid"'],
      orderType: ['side', '"Limit"'],
      price: ['decimal', '"50000"'],
      quantity: ['decimal', '"0.01"'],
      clientId: ['leverage', '7'],
    },
    optional: ['clientId'],
  },
  {
    path: `${API}/order`,
    fields: { type: ['side', '"market"'], kind: ['side', '"buy"'], quantity: AMOUNT, market: MARKET },
    optional: [],
  },
  {
    path: `${API}/order/quote`,
    fields: { kind: ['side', '"buy"'], quantity: AMOUNT, market: MARKET },
    optional: [],
  },
  {
    path: `${API}/keys`,
    fields: {
      publicKey: ['token', '"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="'],
      name: ['name', '"key"'],
      code: ['code', '"123456"'],
    },
    optional: ['name', 'code'],
  },
];

const READ_PATHS = [
  `${API}/status`,
  `${API}/assets`,
  `${API}/markets`,
  `${API}/depth?symbol=BTC_USDC`,
  `${API}/ticker?symbol=BTC_USDC`,
  `${API}/tickers`,
  `${API}/trades?symbol=BTC_USDC`,
  `${API}/klines?symbol=BTC_USDC&interval=1m&startTime=1`,
  `${API}/account`,
  `${API}/capital`,
  `${API}/orders`,
  `${API}/order?symbol=BTC_USDC&orderId=1`,
  `${API}/order/1`,
  `${API}/order/9007199254740993`,
  `${API}/account/limits/order?symbol=BTC_USDC&side=Bid&price=50000`,
  `${API}/capital/collateral`,
  `${API}/position`,
  `${API}/keys`,
  `${API}/tickers?interval=1w`,
  `${API}/trades/history?symbol=BTC_USDC&limit=1000&offset=99999`,
  `${API}/klines?symbol=BTC_USDC&interval=1month&startTime=1790000000&endTime=1`,
  '/wapi/v1/capital/deposits?from=5&to=1',
  '/wapi/v1/capital/withdrawals',
  '/wapi/v1/history/orders?orderId=1&sortDirection=Asc',
  '/wapi/v1/history/fills?fillType=User&from=5&to=1',
  '/wapi/v1/history/funding?limit=1000',
  '/wapi/v1/history/interest',
] as const;

/** A request to the order book that its clients may send, or that somebody made up. */
export function orderBookInput(dice: Dice, attacker: Attacker): HttpInput {
  const kind = dice.below(100);
  if (kind < 55) {
    const form = dice.pick(FORMS);
    return input('POST', form.path, [...signedIn(dice, attacker), ...strangeHeaders(dice)], faultyBody(dice, form));
  }
  if (kind < 85) {
    const path = dice.chance(0.7) ? dice.pick(READ_PATHS) : strangePath(dice, attacker);
    const headers = [...wronglySigned(dice, attacker), ...strangeHeaders(dice)];
    return { ...input('GET', path + (dice.chance(0.5) ? strangeQuery(dice) : ''), headers), isRead: true };
  }
  if (kind < 93) {
    const method = dice.pick(['PUT', 'PATCH', 'TRACE', 'PROPFIND', 'PURGE', 'LINK']);
    return input(method, dice.pick(READ_PATHS), signedIn(dice, attacker), faultyBody(dice, dice.pick(FORMS)));
  }
  return input('DELETE', `${API}/order/${dice.below(9)}`, badCredentials(dice, attacker));
}

/** A session, or headers that look as though a key had signed. */
function wronglySigned(dice: Dice, attacker: Attacker): string[] {
  if (dice.chance(0.7)) return signedIn(dice, attacker);
  const key = dice.pick(['AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', `${'A'.repeat(43)}=`, 'x', '\u00ff']);
  const time = dice.pick([String(Date.now()), '0', '-1', '1e12', '9'.repeat(40), '']);
  const window = dice.pick(['5000', '60001', '0', 'x']);
  return [`X-API-Key: ${key}`, `X-Signature: ${'A'.repeat(86)}==`, `X-Timestamp: ${time}`, `X-Window: ${window}`];
}
