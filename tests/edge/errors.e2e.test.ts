import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { signSession } from '@fulcrum/sessions';
import { streamKeys } from '@fulcrum/streams';
import { describe, expect, it } from 'vitest';
import { HttpWire } from '../support/http-wire.ts';
import { SECRET, type Stack } from '../support/stack.ts';
import { type ApiAnswer, call, type Trader } from '../support/trader.ts';
import { beforeAllWithSharedStack } from '../support/use-shared-stack.ts';

/** Requests that must not be done: each is answered with a problem, and changes nothing. */

let stack: Stack;
let trader: Trader;
let url: string;
/** An open order of the trader, and one that was closed a moment ago. */
const [held, closed] = [randomUUID(), randomUUID()];
let before: unknown;

/** Everything that the trader owns. */
async function possessions(): Promise<unknown> {
  const { requestId: _requestId, ...account } = (await trader.get('/balance/me')).body;
  return { account, orders: await trader.openOrders() };
}

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  url = stack.apiUrls[0] ?? '';
  trader = await stack.trader();
  await stack.addInstrument('SILENT');
  await stack.addInstrument('WIDE');
  await stack.tick('50.00', '100.00', 'WIDE');
  await stack.addInstrument('OLD');
  await stack.tick('100.00', '100.10', 'OLD');
  await trader.open({ orderId: held, asset: 'OLD' });
  await trader.open({ orderId: closed });
  await trader.close(closed);
  // The instrument's quotes may have no age at all. Log time has moved on since the tick, so it is too old.
  await stack.addInstrument('OLD', 0);
  before = await possessions();
});

function expectProblem(answer: ApiAnswer, status: number, code: string, fields: object = {}): void {
  expect(answer.body).toEqual({
    type: 'about:blank',
    title: expect.stringMatching(/^[A-Z][\w ]+$/),
    status,
    detail: expect.stringMatching(/^[A-Z].*\.$/i),
    code,
    ...fields,
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
}

describe('the engine refuses', () => {
  const nobody = randomUUID();
  const create = '/trade/create-order';
  const update = '/trade/update-order';
  it.each<[code: string, status: number, path: string, body: Record<string, unknown>]>([
    ['invalid_command', 422, create, { expectedPrice: '61800.305' }],
    ['unknown_asset', 422, create, { asset: 'NONE' }],
    ['unknown_asset', 422, create, { asset: 'constructor' }],
    ['unknown_asset', 422, create, { asset: '__proto__' }],
    ['unknown_asset', 422, create, { asset: 'toString' }],
    ['unknown_asset', 422, create, { asset: '\0\ud800' }],
    ['unknown_order', 404, '/trade/close-order', { orderId: nobody }],
    ['unknown_order', 404, '/trade/close-order', { orderId: closed }],
    ['unknown_order', 404, update, { orderId: nobody, stopLoss: '1' }],
    ['duplicate_order', 409, create, { orderId: held }],
    ['duplicate_order', 409, create, { orderId: closed }],
    ['expired', 422, create, { validUntil: 0 }],
    ['expired', 422, update, { orderId: held, takeProfit: '100', validUntil: 1_700_000_000_000 }],
    ['expired', 422, '/trade/close-order', { orderId: held, validUntil: 1_700_000_000_000 }],
    ['invalid_quantity', 422, create, { quantity: '0' }],
    ['invalid_quantity', 422, create, { quantity: '-0.01' }],
    ['invalid_quantity', 422, create, { quantity: '0.000001' }],
    ['invalid_quantity', 422, create, { quantity: '1000.00001' }],
    ['invalid_quantity', 422, create, { quantity: '9'.repeat(64) }],
    ['invalid_leverage', 422, create, { leverage: 0 }],
    ['invalid_leverage', 422, create, { leverage: -10 }],
    ['invalid_leverage', 422, create, { leverage: 101 }],
    ['invalid_leverage', 422, create, { leverage: Number.MAX_SAFE_INTEGER }],
    ['no_price', 422, create, { asset: 'SILENT' }],
    ['stale_price', 422, create, { asset: 'OLD' }],
    ['stale_price', 422, '/trade/close-order', { orderId: held }],
    ['invalid_take_profit', 422, create, { takeProfit: '61800.30' }],
    ['invalid_take_profit', 422, create, { takeProfit: '70000.001' }],
    ['invalid_take_profit', 422, create, { side: 'sell', takeProfit: '61800.20' }],
    ['invalid_take_profit', 422, update, { orderId: held, takeProfit: '100' }],
    ['invalid_stop_loss', 422, create, { stopLoss: '61800.20' }],
    ['invalid_stop_loss', 422, create, { stopLoss: '-1' }],
    ['invalid_stop_loss', 422, create, { side: 'sell', stopLoss: '61800.30' }],
    ['invalid_stop_loss', 422, update, { orderId: held, stopLoss: '100' }],
    ['slippage_exceeded', 422, create, { expectedPrice: '61000', maxSlippageBps: 100 }],
    ['immediate_liquidation', 422, create, { asset: 'WIDE', leverage: 2 }],
    ['insufficient_balance', 422, create, { quantity: '1000' }],
  ])('%s (%i): %s %j', async (code, status, path, body) => {
    const { orderId = randomUUID() } = body;
    const answer = await (path === create ? trader.open({ ...body, orderId }) : trader.post(path, body));
    expectProblem(answer, status, code, { orderId });
  });

  it('unknown_account (422): a session of somebody whom the engine has never heard of', async () => {
    const token = signSession(randomUUID(), randomUUID(), SECRET);
    const order = { asset: 'BTC_USDC', side: 'buy', quantity: '0.01', leverage: 1, orderId: randomUUID() };
    const answer = await call(url, 'POST', create, order, token);
    expectProblem(answer, 422, 'unknown_account', { orderId: order.orderId });
  });

  it('too_many_orders (422): the 1,001st', async () => {
    const { userId } = trader;
    const busy = await stack.trader();
    const order = { userId: busy.userId, asset: 'BTC_USDC', side: 'buy', quantity: '0.00001', leverage: 100 };
    expect(busy.userId).not.toBe(userId);
    const orders = stack.redis.pipeline();
    for (let count = 0; count < 1_000; count += 1) {
      const data = JSON.stringify({ ...order, requestId: 'test', orderId: randomUUID() });
      orders.xadd(streamKeys().engine, '*', 'type', 'create-order', 'data', data);
    }
    await orders.exec();
    const orderId = randomUUID();
    expectProblem(await busy.open({ orderId }), 422, 'too_many_orders', { orderId });
    expect(await busy.openOrders()).toHaveLength(1_000);
  });
});

describe('bad input is refused with a message for each field', () => {
  const order = { asset: 'BTC_USDC', side: 'buy', quantity: '0.01', leverage: 10 };
  it.each<[body: object, ...fields: string[]]>([
    [
      { asset: undefined, side: undefined, quantity: undefined, leverage: undefined },
      'asset',
      'side',
      'quantity',
      'leverage',
    ],
    ...[
      0.01,
      1,
      null,
      true,
      {},
      ['0.01'],
      '',
      ' 1',
      '1e5',
      '+1',
      '.5',
      '1.',
      '0x10',
      '1,5',
      'NaN',
      'Infinity',
      '٣',
    ].map((quantity): [object, string] => [{ quantity }, 'quantity']),
    [{ quantity: '1'.repeat(65) }, 'quantity'],
    ...['10', 1.5, null, [10], true, 2 ** 53].map((leverage): [object, string] => [{ leverage }, 'leverage']),
    ...['BUY', 'long', '', 1, 'constructor'].map((side): [object, string] => [{ side }, 'side']),
    ...['', 'X'.repeat(33), 5, null].map((asset): [object, string] => [{ asset }, 'asset']),
    [{ takeProfit: 70_000 }, 'takeProfit'],
    [{ takeProfit: null }, 'takeProfit'],
    [{ stopLoss: 'low' }, 'stopLoss'],
    [{ expectedPrice: 61_800 }, 'expectedPrice'],
    [{ maxSlippageBps: 10 }, 'maxSlippageBps'],
    [{ expectedPrice: '61800', maxSlippageBps: -1 }, 'maxSlippageBps'],
    [{ expectedPrice: '61800', maxSlippageBps: 0.5 }, 'maxSlippageBps'],
    [{ orderId: 'mine' }, 'orderId'],
    [{ orderId: held.toUpperCase() }, 'orderId'],
    // Fields that the engine decides are never taken from the client.
    [{ price: '1', openPrice: '1', closePrice: '1' }, 'price', 'openPrice', 'closePrice'],
    [{ pnl: '1000', payout: '1000', balance: '1000000' }, 'pnl', 'payout', 'balance'],
    [{ userId: randomUUID(), requestId: 'x' }, 'userId', 'requestId'],
    [JSON.parse('{"__proto__":{"leverage":1}}'), '__proto__'],
    [JSON.parse('{"constructor":{"prototype":{}}}'), 'constructor'],
  ])('create-order %j', async (body, ...fields) => {
    // Copied by key, so that `__proto__` stays a key.
    const sent = Object.fromEntries([...Object.entries(order), ...Object.entries(body)]);
    expectBadFields(await trader.post('/trade/create-order', sent), fields);
  });

  it.each<[path: string, body: object, ...fields: string[]]>([
    ['/trade/close-order', {}, 'orderId'],
    ['/trade/close-order', { orderId: [held] }, 'orderId'],
    ['/trade/close-order', { orderId: held, closePrice: '999999', pnl: '5' }, 'closePrice', 'pnl'],
    ['/trade/update-order', { orderId: held, takeProfit: 5, stopLoss: true }, 'takeProfit', 'stopLoss'],
    ['/trade/update-order', { orderId: held, quantity: '5', leverage: 1 }, 'quantity', 'leverage'],
    ['/auth/signup', {}, 'email'],
    ['/auth/signup', { email: 'nobody' }, 'email'],
    ['/auth/signup', { email: ['a@example.com'] }, 'email'],
    ['/auth/signup', { email: 'a@example.com\r\nBcc: b@example.com' }, 'email'],
    ['/auth/signup', { email: 'Ada <a@example.com>' }, 'email'],
    ['/auth/signup', { email: `${'a'.repeat(250)}@example.com` }, 'email'],
    ['/auth/signup', { email: 'a@example.com', userId: held, deposit: '1000000' }, 'userId', 'deposit'],
  ])('%s %j', async (path, body, ...fields) => {
    expectBadFields(await trader.post(path, body), fields);
  });

  it.each<[path: string, ...fields: string[]]>([
    ...['0', '501', '-1', '1.5', '1e2', '0x10', '%2B5', '%205', '٣', 'all', ''].map((limit): [string, string] => [
      `/trade/get-close-orders?limit=${limit}`,
      'limit',
    ]),
    ['/trade/get-close-orders?cursor=last', 'cursor'],
    ['/trade/get-close-orders?cursor=', 'cursor'],
    ['/trade/get-close-orders?cursor=1-2-3', 'cursor'],
    ["/trade/get-close-orders?cursor=';drop table x", 'cursor'],
    ['/trade/get-close-orders?cursor[lt]=1', 'cursor[lt]'],
    ['/trade/get-close-orders?limit=1&limit=2', 'limit'],
    [`/trade/get-close-orders?userId=${held}`, 'userId'],
    ['/market/klines', 'symbol', 'interval', 'startTime'],
    ['/market/klines?symbol=&interval=2m&startTime=', 'symbol', 'interval', 'startTime'],
    ['/market/klines?symbol=BTC_USDC&interval=__proto__&startTime=-1', 'interval', 'startTime'],
    ['/market/klines?symbol=BTC_USDC&interval=1m&startTime=1e3&endTime=1.5', 'startTime', 'endTime'],
    ['/market/klines?symbol=BTC_USDC&interval=1m&startTime=99999999999&limit=1', 'startTime', 'limit'],
    ['/market/klines?symbol=BTC_USDC&interval=1m&startTime=60&endTime=60', 'startTime'],
    ['/market/klines?symbol=BTC_USDC&interval=1m&startTime=9999999999', 'startTime'],
    ['/market/klines?symbol=BTC_USDC&interval=1s&startTime=0', 'startTime'],
    ['/trade/orders/mine', 'orderId'],
    ['/trade/orders/..%2F..%2Fbalance', 'orderId'],
    ['/auth/signin/verify', 'token'],
    [`/auth/signin/verify?token=${'x'.repeat(129)}`, 'token'],
  ])('%s', async (path, ...fields) => {
    expectBadFields(await trader.get(path), fields);
  });

  function expectBadFields(answer: ApiAnswer, fields: string[]): void {
    const errors = Object.fromEntries(fields.map((field) => [field, expect.any(String)]));
    expectProblem(answer, 400, 'invalid_input', { errors: expect.any(Object) });
    expect(Object.entries(answer.body.errors)).toEqual(expect.arrayContaining(Object.entries(errors)));
    expect(Object.keys(answer.body.errors)).toHaveLength(fields.length);
  }
});

describe('a body that cannot be read', () => {
  const good = JSON.stringify({ asset: 'BTC_USDC', side: 'buy', quantity: '0.01', leverage: 10 });
  const json = { 'content-type': 'application/json' };
  it.each<[what: string, headers: Record<string, string>, body: string | Uint8Array, status: number, code: string]>([
    ['of 1 MB', json, `{"asset":"${'x'.repeat(1_000_000)}"}`, 413, 'body_too_large'],
    [
      'of 1 MB behind a small gzip',
      { ...json, 'content-encoding': 'gzip' },
      gzipSync(' '.repeat(1_000_000)),
      413,
      'body_too_large',
    ],
    ['that is cut off', json, good.slice(0, -1), 400, 'invalid_json'],
    ['that is no object', json, '"text"', 400, 'invalid_json'],
    ['that is null', json, 'null', 400, 'invalid_json'],
    ['that is a list', json, '[]', 400, 'invalid_json'],
    ['in which a key stands twice', json, good.replace('{', '{"leverage":1,'), 400, 'invalid_json'],
    ['in which a key stands twice, once escaped', json, good.replace('{', '{"\\u0073ide":"buy",'), 400, 'invalid_json'],
    [
      'in UTF-16',
      { 'content-type': 'application/json; charset=utf-16' },
      Buffer.from(good, 'utf16le'),
      415,
      'not_json',
    ],
    ['with a number that JSON does not have', json, '{"leverage":NaN}', 400, 'invalid_json'],
    ['that is not UTF-8', json, Buffer.from(good.replace('BTC', 'B\xff'), 'latin1'), 400, 'invalid_json'],
    ['in an unknown character set', { 'content-type': 'application/json; charset=x' }, good, 415, 'bad_request'],
    ['in an unknown encoding', { ...json, 'content-encoding': 'x' }, good, 415, 'bad_request'],
    ['that is not the gzip that it says', { ...json, 'content-encoding': 'gzip' }, good, 400, 'bad_request'],
    ['without a type', {}, Buffer.from(good), 415, 'not_json'],
    [
      'as a form, which any site could send',
      { 'content-type': 'application/x-www-form-urlencoded' },
      good,
      415,
      'not_json',
    ],
    ['as plain text, which any site could send', { 'content-type': 'text/plain' }, good, 415, 'not_json'],
  ])('%s', async (_what, headers, body, status, code) => {
    const own = { ...headers, authorization: `Bearer ${trader.token}` };
    expectProblem(await send('POST', '/api/v1/trade/create-order', own, body), status, code);
  });
});

describe('a path that leads nowhere', () => {
  it.each([
    ['GET', '/api/v1/nothing', 404, 'not_found'],
    ['GET', '/api/v1/__proto__', 404, 'not_found'],
    ['GET', '/nothing', 404, 'not_found'],
    ['GET', '/docs/../../package.json', 404, 'not_found'],
    ['GET', '/assets/index-Old.js', 404, 'not_found'],
    ['GET', '/assets/../../package.json', 404, 'not_found'],
    ['GET', '/api/v1/trade/orders/%ff', 400, 'bad_request'],
  ])('%s %s: %i', async (method, path, status, code) => {
    expectProblem(await send(method, path, { authorization: `Bearer ${trader.token}` }), status, code);
  });
});

describe('a path that leads somewhere, by another method', () => {
  it.each([
    ['GET', '/api/v1/trade/create-order', 'POST'],
    ['DELETE', '/api/v1/trade/create-order', 'POST'],
    ['PUT', '/api/v1/balance/me', 'GET'],
    ['POST', '/api/v1/trade/get-open-orders', 'GET'],
    ['PATCH', `/api/v1/trade/orders/${randomUUID()}`, 'GET'],
    ['DELETE', '/api/v1/auth/signin/verify', 'GET, POST'],
    ['POST', '/api/v1/openapi.json', 'GET, HEAD'],
    ['POST', '/docs/', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
    ['POST', '/health', 'GET, HEAD'],
    ['PUT', '/ready', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
    ['DELETE', '/favicon.svg', 'GET, HEAD'],
    ['DELETE', '/docs/swagger-ui.css', 'GET, HEAD'],
    ['POST', '/assets/index.js', 'GET, HEAD'],
  ])('%s %s: 405, and %s goes', async (method, path, allow) => {
    const answer = await send(method, path, { authorization: `Bearer ${trader.token}` });
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it('HEAD and OPTIONS do nothing, and say which method goes', async () => {
    for (const [method, status] of [
      ['HEAD', 405],
      ['OPTIONS', 204],
    ] as const) {
      for (const [path, allow] of [
        ['/trade/create-order', 'POST'],
        ['/market/quotes', 'GET'],
      ]) {
        const answer = await fetch(`${url}/api/v1${path}`, { method });
        expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([status, allow, '']);
      }
      expect((await fetch(`${url}/api/v1/nothing`, { method })).status).toBe(404);
    }
  });
});

it('a target that is no path is refused with a problem like any other', async () => {
  const wire = await HttpWire.open(Number(new URL(url).port));
  for (const target of ['//a@b[c#', 'http://[', 'http://[/x']) {
    const answer = await wire.ask(`GET ${target} HTTP/1.1\r\nHost: api\r\n\r\n`);
    expect([target, answer?.headers.get('content-type')]).toEqual([target, 'application/problem+json; charset=utf-8']);
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ status: 400, code: 'bad_request' });
    expect(answer?.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
  wire.close();
});

describe('after all of them', () => {
  it('nothing has changed, and the process is well', async () => {
    expect(await possessions()).toEqual(before);
    expect((await trader.get('/trade/get-close-orders')).body.orders).toHaveLength(1);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    expect(logLinesWith('request failed')).toEqual([]);
    expect((await trader.open()).status).toBe(201);
  });

  it('no session token stands in the log', () => {
    expect(logLinesWith(trader.token)).toEqual([]);
  });
});

function logLinesWith(text: string): string[] {
  const lines = stack.apis[0]?.log().split('\n') ?? [];
  expect(lines.length).toBeGreaterThan(20);
  return lines.filter((line) => line.includes(text));
}

async function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string | Uint8Array,
): Promise<ApiAnswer> {
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
