import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { webhookSecrets } from './webhook-secrets.ts';
import { WebhookSignature } from './webhook-signature.ts';

/** The example of the specification. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"test": 2432232314}';
const AT = 1_614_265_330;
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const HEADERS = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': String(AT),
  'webhook-signature': SIGNATURE,
};

const OTHER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const check = (headers: object = {}, body = BODY, secrets = [SECRET]) =>
  new WebhookSignature(secrets).check({ ...HEADERS, ...headers }, Buffer.from(body));

beforeEach(() => vi.useFakeTimers({ now: AT * 1_000 }));
afterEach(() => vi.useRealTimers());

describe('the signature of a webhook', () => {
  it('holds with any of the secrets, and as one of several', () => {
    check();
    check({}, BODY, [OTHER, SECRET]);
    check({}, BODY, [SECRET, OTHER]);
    check({ 'webhook-signature': `v1,AAAA v1a,x ${SIGNATURE}` });
  });

  it.each([
    ['of another secret', () => check({}, BODY, [OTHER])],
    ['of other bytes', () => check({}, BODY.replace('2', '3'))],
    ['of the same JSON, written otherwise', () => check({}, '{"test":2432232314}')],
    ['of another id', () => check({ 'webhook-id': 'msg_other' })],
    ['of another time', () => check({ 'webhook-timestamp': String(AT + 1) })],
    ['of another version', () => check({ 'webhook-signature': SIGNATURE.replace('v1', 'v2') })],
    ['that is a part of it', () => check({ 'webhook-signature': SIGNATURE.slice(0, -4) })],
    ['that is missing', () => check({ 'webhook-signature': undefined })],
    ['without a time', () => check({ 'webhook-timestamp': undefined })],
    ['without an id', () => check({ 'webhook-id': undefined })],
  ])('does not hold %s', (_, checked) => {
    expect(checked).toThrow(/^The signature does not hold/);
  });

  it.each([
    [-301, true],
    [-299, false],
    [299, false],
    [301, true],
  ])('%s seconds from now: refused is %s', (seconds, isRefused) => {
    vi.setSystemTime((AT - seconds) * 1_000);
    if (isRefused) expect(() => check()).toThrow('timestamp too');
    else check();
  });
});

it('secrets are given by commas, and each is as long as it has to be', () => {
  expect(webhookSecrets.parse(`${SECRET}, ${OTHER}`)).toEqual([SECRET, OTHER]);
  for (const wrong of ['', 'secret', SECRET.slice(6), 'whsec_AAAA', `${SECRET},`, `${SECRET}?`, 'whsec_'])
    expect(() => webhookSecrets.parse(wrong)).toThrow('must be whsec_');
});
