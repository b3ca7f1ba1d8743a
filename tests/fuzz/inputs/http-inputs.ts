import { type Attacker, badCredentials } from '../attacker.ts';
import type { Dice } from './dice.ts';
import { type Body, type Form, faultyBody } from './faulty-bodies.ts';
import { hostileText } from './hostile-values.ts';
import { pageTarget } from './page-targets.ts';

/** A request of well-formed HTTP, so that it reaches the application. */
export interface HttpInput {
  readonly request: Buffer;
  readonly isHead: boolean;
  /** Whether it only reads, so that it may succeed. Any other must be refused. */
  readonly isRead: boolean;
}

const API = '/api/v1';

export function httpInput(dice: Dice, attacker: Attacker): HttpInput {
  const kind = dice.below(100);
  if (kind < 55) return posted(dice, attacker);
  if (kind < 63) return refusedByEngine(dice, attacker);
  if (kind < 85) return read(dice, attacker);
  if (kind < 93) return strangeMethod(dice, attacker);
  return badToken(dice, attacker);
}

function formsOf({ heldOrder }: Attacker): readonly [Form, ...Form[]] {
  const orderId = ['uuid', JSON.stringify(heldOrder)] as const;
  const validUntil = ['time', '9000000000000'] as const;
  return [
    {
      path: `${API}/trade/create-order`,
      fields: {
        asset: ['asset', '"BTC_USDC"'],
        side: ['side', '"buy"'],
        quantity: ['decimal', '"0.01"'],
        leverage: ['leverage', '10'],
        takeProfit: ['decimal', '"70000"'],
        expectedPrice: ['decimal', '"61800.30"'],
        validUntil,
      },
      optional: ['takeProfit', 'expectedPrice', 'validUntil'],
    },
    {
      path: `${API}/trade/create-order`,
      fields: {
        asset: ['asset', '"BTC_USDC"'],
        side: ['side', '"buy"'],
        quantity: ['decimal', '"0.01"'],
        leverage: ['leverage', '10'],
        orderType: ['orderType', '"limit"'],
        price: ['decimal', '"1"'],
        expiresAt: ['time', '9000000000000'],
        trailingDistance: ['level', '"100"'],
        guaranteed: ['flag', 'false'],
        reduceOnly: ['flag', 'false'],
      },
      optional: ['orderType', 'price', 'expiresAt', 'trailingDistance', 'guaranteed', 'reduceOnly'],
    },
    { path: `${API}/trade/close-order`, fields: { orderId, validUntil }, optional: ['validUntil'] },
    {
      path: `${API}/trade/close-order`,
      fields: { orderId, quantity: ['decimal', '"0.00001"'], openQuantity: ['decimal', '"7"'] },
      optional: [],
    },
    { path: `${API}/trade/cancel-order`, fields: { orderId }, optional: [] },
    {
      path: `${API}/trade/update-order`,
      // So far behind that no tick closes the order.
      fields: { orderId, trailingDistance: ['level', '"60000"'], validUntil },
      optional: ['trailingDistance', 'validUntil'],
    },
    {
      path: `${API}/trade/update-order`,
      fields: { orderId, stopLoss: ['level', '"50000"'], validUntil },
      optional: ['stopLoss', 'validUntil'],
    },
    { path: `${API}/auth/signup`, fields: { email: EMAIL }, optional: [] },
    ...ACCOUNT_FORMS,
  ];
}

/** No instrument has one of these names, and some are none at all. */
const NO_ASSETS = ['NONE', '__proto__', '💥', '', 'X'.repeat(33), 5, null, [], {}, true] as const;
/** The past, and what lies behind the year 9999. */
const NO_EXPIRIES = [0, 1, 1_700_000_000_000, Date.UTC(10_000, 0, 1), Number.MAX_SAFE_INTEGER] as const;

const EMAIL = ['email', '"new@example.com"'] as const;
const PASSWORD = ['password', '"horse battery staple 9"'] as const;
const CODE = ['code', '"123456"'] as const;
const TRANSFER = {
  transferId: ['uuid', '"3f0c1c1e-6d0b-4a51-9d6f-0b8f7f0f5a11"'],
  amount: ['decimal', '"1"'],
} as const;

/** Of how somebody signs in, of their keys, and of their money. */
const ACCOUNT_FORMS: readonly Form[] = [
  ...['signup', 'signin', 'auth/signin'].map((path) => ({
    ...{ path: `${API}/${path}`, fields: { email: EMAIL, password: PASSWORD }, optional: [] },
  })),
  {
    path: `${API}/auth/signin/code`,
    fields: { code: CODE, challenge: ['token', '"made-up"'] },
    optional: ['challenge'],
  },
  {
    path: `${API}/auth/password`,
    fields: { password: PASSWORD, presentPassword: PASSWORD },
    optional: ['presentPassword'],
  },
  ...['turn-on', 'turn-off', 'recovery-codes'].map((path) => ({
    ...{ path: `${API}/auth/second-factor/${path}`, fields: { code: CODE }, optional: [] },
  })),
  { path: `${API}/auth/sessions/end`, fields: { sessionId: TRANSFER.transferId }, optional: [] },
  {
    path: `${API}/auth/keys`,
    fields: { name: ['name', '"bot"'], scopes: ['scopes', '["read"]'], code: CODE },
    optional: ['code'],
  },
  { path: `${API}/wallet/deposits`, fields: TRANSFER, optional: [] },
  { path: `${API}/wallet/withdrawals`, fields: { ...TRANSFER, code: CODE }, optional: ['code'] },
];

function posted(dice: Dice, attacker: Attacker): HttpInput {
  const form = dice.pick(formsOf(attacker));
  const body = faultyBody(dice, form);
  const path = form.path + (dice.chance(0.1) ? strangeQuery(dice) : '');
  return input('POST', path, [...signedIn(dice, attacker), ...strangeHeaders(dice)], body);
}

/** A request that the engine refuses after it has gone through the log, or the API before. */
function refusedByEngine(dice: Dice, { token, heldOrder }: Attacker): HttpInput {
  const order = { asset: 'BTC_USDC', side: 'buy', quantity: '0.01', leverage: 10 };
  const levels = { orderId: heldOrder, stopLoss: '61800.20' };
  const [path, body] = dice.pick<readonly [string, object]>([
    [
      'create-order',
      { ...order, quantity: dice.pick(['0', '-0.01', '0.000001', '9'.repeat(64), `0.${'0'.repeat(62)}`]) },
    ],
    ['create-order', { ...order, leverage: dice.pick([0, -1, 101, Number.MAX_SAFE_INTEGER]) }],
    ['create-order', { ...order, asset: dice.pick(['NONE', '__proto__', 'constructor', '\0', '\ud800', '💥']) }],
    ['create-order', { ...order, takeProfit: dice.pick(['1', '-1', '61800.305', '9'.repeat(64)]) }],
    ['create-order', { ...order, stopLoss: dice.pick(['99999999', '-1', '0.001', '9'.repeat(64)]) }],
    ['create-order', { ...order, expectedPrice: '1', maxSlippageBps: 0 }],
    ['create-order', { ...order, expectedPrice: '61800.305' }],
    ['create-order', { ...order, orderId: heldOrder }],
    ['create-order', { ...order, validUntil: dice.pick([0, 1, 1_700_000_000_000]) }],
    ['close-order', { orderId: heldOrder, validUntil: dice.pick([0, 1, 1_700_000_000_000]) }],
    ['update-order', { ...levels, stopLoss: '1', validUntil: 0 }],
    ['close-order', { orderId: dice.uuid() }],
    ['update-order', { orderId: dice.uuid(), stopLoss: '1' }],
    ['update-order', { ...levels, stopLoss: dice.pick(['99999999', '-1', '1.001', '9'.repeat(64)]) }],
    ['update-order', { ...levels, takeProfit: '1' }],
    ['update-order', { orderId: heldOrder, price: dice.pick(['1', '-1', '9'.repeat(64)]) }],
    ['update-order', { orderId: heldOrder, trailingDistance: dice.pick(['0', '-1', '0.001', '9'.repeat(64)]) }],
    ['create-order', { ...order, orderType: 'limit', price: dice.pick(['0', '-1', '99999999', '61800.305']) }],
    ['create-order', { ...order, orderType: 'stop', price: dice.pick(['1', '0', '9'.repeat(64)]) }],
    ['create-order', { ...order, orderType: 'limit', price: '1', expiresAt: dice.pick(NO_EXPIRIES) }],
    ['update-order', { orderId: heldOrder, expiresAt: dice.pick(NO_EXPIRIES) }],
    ['update-order', { orderId: heldOrder, stopLoss: '50000', trailingDistance: '100' }],
    ['create-order', { ...order, trailingDistance: dice.pick(['0', '-1', '0.001', '9'.repeat(64)]) }],
    ['create-order', { ...order, guaranteed: true }],
    ['create-order', { ...order, reduceOnly: true, takeProfit: '70000' }],
    ['close-order', { orderId: heldOrder, quantity: '0.00001', openQuantity: dice.pick(['7', '0', '-1', '0.000001']) }],
    ['cancel-order', { orderId: dice.pick([heldOrder, dice.uuid()]) }],
    ['close-all', { asset: dice.pick(NO_ASSETS) }],
    ['cancel-all', { asset: dice.pick(NO_ASSETS) }],
    [dice.pick(['close-all', 'cancel-all']), { asset: 'BTC_USDC', orderId: heldOrder }],
  ]);
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = ['Content-Type: application/json'];
  return input('POST', `${API}/trade/${path}`, [`Authorization: Bearer ${token}`], { bytes, headers });
}

const READ_PATHS = [
  `${API}/balance/me`,
  `${API}/trade/get-open-orders`,
  `${API}/trade/get-close-orders`,
  `${API}/trade/get-close-orders?include=cancelled`,
  `${API}/trade/get-pending-orders`,
  `${API}/trade/orders/3f0c1c1e-6d0b-4a51-9d6f-0b8f7f0f5a11/events`,
  `${API}/market/quotes`,
  `${API}/market/instruments`,
  `${API}/market/klines`,
  `${API}/market/klines?symbol=BTC_USDC&interval=1m&startTime=1`,
  `${API}/market/tickers`,
  `${API}/auth/protected-route-test`,
  `${API}/auth/signin/verify`,
  `${API}/auth/me`,
  `${API}/auth/security`,
  `${API}/auth/sessions`,
  `${API}/auth/keys`,
  `${API}/wallet/withdrawals`,
  `${API}/wallet/transactions`,
  `${API}/openapi.json`,
  '/openapi.json',
  '/health',
  '/ready',
  '/',
  '/docs/',
  '/docs/swagger-ui.css',
  '/docs/nothing',
] as const;

function read(dice: Dice, attacker: Attacker): HttpInput {
  if (dice.chance(0.15)) {
    const { path, isRight } = pageTarget(dice);
    return { ...input('GET', API + path, signedIn(dice, attacker)), isRead: isRight };
  }
  const path = dice.chance(0.6) ? dice.pick(READ_PATHS) + strangeQuery(dice) : strangePath(dice, attacker);
  return { ...input('GET', path, [...signedIn(dice, attacker), ...strangeHeaders(dice)]), isRead: true };
}

const METHODS = [
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'HEAD',
  'TRACE',
  'PROPFIND',
  'M-SEARCH',
  'PURGE',
  'QUERY',
  'LINK',
] as const;

function strangeMethod(dice: Dice, attacker: Attacker): HttpInput {
  const method = dice.pick(METHODS);
  const path = dice.chance(0.5) ? dice.pick(READ_PATHS) : dice.pick(formsOf(attacker)).path;
  const body = dice.chance(0.5) ? faultyBody(dice, dice.pick(formsOf(attacker))) : undefined;
  // OPTIONS and HEAD change nothing, so they are allowed outside of the API.
  const isRead = method === 'OPTIONS' || method === 'HEAD';
  return { ...input(method, path, signedIn(dice, attacker), body), isRead };
}

/** A right request without a valid session. It must be refused. */
function badToken(dice: Dice, attacker: Attacker): HttpInput {
  const { heldOrder } = attacker;
  const [method, path, fields] = dice.pick<readonly [string, string, object | undefined]>([
    ['POST', '/trade/close-order', { orderId: heldOrder }],
    ['POST', '/trade/create-order', { asset: 'BTC_USDC', side: 'buy', quantity: '0.01', leverage: 10 }],
    ['POST', '/auth/logout', undefined],
    ['POST', '/auth/logout', {}],
    ['GET', '/balance/me', undefined],
    ['GET', `/trade/orders/${heldOrder}`, undefined],
  ]);
  const body = fields && { bytes: Buffer.from(JSON.stringify(fields)), headers: ['Content-Type: application/json'] };
  return input(method, API + path, badCredentials(dice, attacker), body);
}

export function signedIn(dice: Dice, attacker: Attacker): string[] {
  if (dice.chance(0.1)) return badCredentials(dice, attacker);
  if (dice.chance(0.2)) return [`Cookie: fulcrum_session=${attacker.token}`];
  return [`Authorization: Bearer ${attacker.token}`];
}

/** Replaces the characters that no target may have: Node refuses them before an application sees the request. */
const target = (text: string) => text.replace(/[^\x21-\x7e]/g, (letter) => (letter < '\x80' ? '%00' : '%ff'));

export function strangeQuery(dice: Dice): string {
  const names = [
    'limit',
    'cursor',
    'token',
    'limit[]',
    'limit[__proto__]',
    '__proto__[a]',
    'constructor',
    '',
    '%',
    '%ff',
  ] as const;
  const pair = () => {
    const value = dice.chance(0.3) ? encodeURIComponent(hostileText(dice).toWellFormed()) : hostileText(dice);
    return target(`${dice.pick(names)}=${value}`).replaceAll('#', '%23');
  };
  return `?${dice.some(dice.chance(0.02) ? 300 : 4, pair).join('&')}`.slice(0, 6_000);
}

export function strangePath(dice: Dice, { heldOrder }: Attacker): string {
  const piece = dice.pick([
    target(hostileText(dice)),
    encodeURIComponent(hostileText(dice).toWellFormed()),
    dice.pick(['%', '%ff', '%00', '%2e%2e%2f', '..%2f..%2fpackage.json', '%c0%ae%c0%ae', ';a=b', '//', '/.', '/..']),
    target(dice.latin1(dice.below(100))),
    heldOrder.toUpperCase(),
    `${heldOrder}/`,
    heldOrder,
    'x'.repeat(dice.below(5_000)),
  ]);
  const before = [
    `${API}/trade/orders/`,
    `${API}/`,
    '/docs/',
    '/',
    '//',
    `${API}/__proto__/`,
    'http://other.example/',
  ] as const;
  return dice.pick(before) + piece;
}

const HEADER_NAMES = [
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'Forwarded',
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'If-None-Match',
  'If-Modified-Since',
  'Range',
  'Origin',
  'Referer',
  'User-Agent',
  '__proto__',
  'constructor',
  'X-HTTP-Method-Override',
  'Via',
  'Upgrade-Insecure-Requests',
  'Content-Language',
  'If-Match',
  'Cache-Control',
] as const;

/** Headers in which proxies name a client's address, with right and wrong values. */
export const FORWARDED = [
  '203.0.113.7:50001',
  '[2001:db8::1]:443',
  '"[2001:db8::1]:443"',
  '2001:db8:0:0:0:0:0:1:50001',
  'fe80::1%eth0',
  '[fe80::1%25eth0]:443',
  'unknown, _hidden',
  '[[[[[[[',
  ', ,,',
  '::ffff:203.0.113.7:1',
  `${'1:'.repeat(4_000)}`,
] as const;

export function strangeHeaders(dice: Dice): string[] {
  if (dice.chance(0.05)) return [`X-Forwarded-For: ${dice.pick(FORWARDED)}`];
  if (dice.chance(0.7)) return [];
  if (dice.chance(0.02)) return Array.from({ length: 1_000 }, (_, count) => `X-${count}: 1`);
  return dice.some(4, () => {
    const value = dice.pick([
      dice.latin1(dice.below(60)),
      Buffer.from(hostileText(dice)).toString('latin1'),
      'bytes=0-0,1-1,5-2,-1',
      '*/*;q=2,,;=;',
      'x'.repeat(3_000),
    ]);
    return `${dice.pick(HEADER_NAMES)}: ${value.replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ')}`;
  });
}

export function input(method: string, path: string, headers: readonly string[], body?: Body): HttpInput {
  const length = body === undefined ? [] : [`Content-Length: ${body.bytes.length}`];
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: api.example',
    ...headers,
    ...(body?.headers ?? []),
    ...length,
    '',
    '',
  ];
  const head = Buffer.from(lines.join('\r\n'), 'latin1');
  const request = body === undefined ? head : Buffer.concat([head, body.bytes]);
  return { request, isHead: method === 'HEAD', isRead: false };
}
