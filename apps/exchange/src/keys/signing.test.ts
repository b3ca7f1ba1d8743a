import { generateKeyPairSync, sign } from 'node:crypto';
import { isPublicKey, isSignedBy, type Parameters, publicKeyOf, signedText, windowFault } from '@fulcrum/venue-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Ccxt, ccxtBackpack } from '../testing/ccxt.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const apiKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
const KEY = publicKeyOf(apiKey);

const ORDER = { symbol: 'BTC_USDC', side: 'Bid', orderType: 'Limit', price: '60000', quantity: '0.01' };

describe('the signed text', () => {
  test.each<[string, Parameters[], string]>([
    ['balanceQuery', [{}], 'instruction=balanceQuery&timestamp=1614550000000&window=5000'],
    [
      'orderCancel',
      [{ symbol: 'BTC_USDT', orderId: '28' }],
      'instruction=orderCancel&orderId=28&symbol=BTC_USDT&timestamp=1614550000000&window=5000',
    ],
    [
      'orderExecute',
      [{ ...ORDER, postOnly: true, clientId: 7 }],
      'instruction=orderExecute&clientId=7&orderType=Limit&postOnly=true&price=60000&quantity=0.01&side=Bid&symbol=BTC_USDC&timestamp=1614550000000&window=5000',
    ],
    [
      'orderExecute',
      [{ b: '1', a: '2' }, { c: 'x y' }],
      'instruction=orderExecute&a=2&b=1&instruction=orderExecute&c=x%20y&timestamp=1614550000000&window=5000',
    ],
  ])('of %s is in the order of its names: %j', (instruction, parameters, text) => {
    expect(signedText(instruction, parameters, '1614550000000', '5000')).toBe(text);
  });
});

describe("ccxt's signature", () => {
  let ccxt: Ccxt;
  beforeAll(async () => {
    ccxt = await ccxtBackpack({ apiKey, secret: seed.toString('base64') });
  });

  test.each<[string, string, string, object | object[]]>([
    ['api/v1/capital', 'GET', 'balanceQuery', {}],
    ['api/v1/orders', 'GET', 'orderQueryAll', { symbol: 'BTC_USDC' }],
    ['api/v1/order', 'POST', 'orderExecute', { ...ORDER, postOnly: true, clientId: 4_294_967_295 }],
    ['api/v1/order', 'DELETE', 'orderCancel', { orderId: '1', symbol: 'BTC_USDC' }],
    ['api/v1/orders', 'POST', 'orderExecute', [ORDER, { ...ORDER, side: 'Ask', postOnly: false }]],
  ])('of %s %s is right for our text, and for no other', (path, method, instruction, parameters) => {
    const { headers } = ccxt.sign(path, 'private', method, parameters);
    const text = signedText(
      instruction,
      [parameters].flat() as Parameters[],
      headers['X-Timestamp'] ?? '',
      headers['X-Window'] ?? '',
    );
    expect(isSignedBy(KEY, text, headers['X-Signature'] ?? '')).toBe(true);
    expect(isSignedBy(KEY, `${text}0`, headers['X-Signature'] ?? '')).toBe(false);
    expect(windowFault(headers['X-Timestamp'] ?? '', headers['X-Window'] ?? '', Date.now())).toBeUndefined();
  });
});

describe('a public key', () => {
  test.each<[string, boolean]>([
    [apiKey, true],
    ['', false],
    [apiKey.slice(0, -1), false],
    [`${apiKey} `, false],
    [Buffer.alloc(33, 7).toString('base64'), false],
    [Buffer.alloc(32).toString('base64'), false],
    [Buffer.from(`${'01'.padEnd(62, '0')}80`, 'hex').toString('base64'), false],
    [Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex').toString('base64'), false],
  ])('%s: %s', (text, isOne) => {
    expect(isPublicKey(text)).toBe(isOne);
  });
});

test.each(['', 'x', 'A'.repeat(88), `${sign(null, Buffer.from('b'), privateKey).toString('base64')}=`])(
  'what is no signature of the text is refused: %s',
  (signature) => {
    expect(isSignedBy(KEY, 'a', signature)).toBe(false);
  },
);

test('a signature is refused when one bit of it is another', () => {
  const signature = sign(null, Buffer.from('a'), privateKey);
  expect(isSignedBy(KEY, 'a', signature.toString('base64'))).toBe(true);
  signature[5] = (signature[5] ?? 0) ^ 1;
  expect(isSignedBy(KEY, 'a', signature.toString('base64'))).toBe(false);
});

describe('the window', () => {
  const NOW = 1_795_000_000_000;
  test.each<[number, string, string | undefined]>([
    [0, '5000', undefined],
    [-5_000, '5000', undefined],
    [-5_001, '5000', 'the request has expired'],
    [-60_000, '60000', undefined],
    [-60_001, '60000', 'the request has expired'],
    [1_000, '5000', undefined],
    [1_001, '5000', 'the timestamp is in the future'],
    [0, '60001', 'the window must be 1 to 60000 milliseconds'],
    [0, '0', 'the window must be 1 to 60000 milliseconds'],
    [0, '1e4', 'the window must be 1 to 60000 milliseconds'],
    [0, '-1', 'the window must be 1 to 60000 milliseconds'],
    [0, '', 'the window must be 1 to 60000 milliseconds'],
  ])('%i ms off, with a window of "%s": %s', (offMs, window, fault) => {
    expect(windowFault(String(NOW + offMs), window, NOW)).toBe(fault);
  });

  test.each(['', '1795000000', '17950000000001', '-179500000000', '1795000000.00', '0x1a1d5ba5e00'])(
    'a timestamp that is none: "%s"',
    (timestamp) => {
      expect(windowFault(timestamp, '5000', NOW)).toBe('the timestamp must be in milliseconds since 1970');
    },
  );
});
