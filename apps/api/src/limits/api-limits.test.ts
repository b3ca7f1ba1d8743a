import { createMetrics, RateWindows } from '@fulcrum/service';
import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { ApiMetrics, type RateLimitName } from '../api-metrics.ts';
import type { ApiConfig } from '../config.ts';
import { createApiLimits } from './api-limits.ts';

const settings = {
  ADDRESS_RATE_LIMIT: 4,
  ORDER_RATE_LIMIT: 3,
  CLOSING_RATE_LIMIT: 2,
  CHART_RATE_LIMIT: 2,
  SIGN_IN_RATE_LIMIT: 1,
  TRUSTED_PROXIES: 1,
};

/** Somebody at an address, signed in or not. */
interface Sender {
  readonly ip: string;
  readonly userId?: string;
}

function world() {
  const registry = createMetrics('api');
  const shared = {
    account: new RateWindows(10_000, 2),
    chart: new RateWindows(10_000, settings.CHART_RATE_LIMIT),
    signIn: new RateWindows(60_000, settings.SIGN_IN_RATE_LIMIT),
    keys: new RateWindows(60_000, 2),
  };
  const limits = createApiLimits(settings as ApiConfig, shared, new ApiMetrics(registry));
  const send = (limit: RateLimitName, { ip, userId }: Sender): number => {
    const response = {
      appendHeader: () => {},
      locals: userId === undefined ? {} : { session: { userId } },
    } as unknown as Response;
    let status = 200;
    const request = { headers: { 'x-forwarded-for': ip }, socket: { remoteAddress: '192.0.2.1' } };
    limits[limit].handler(request as unknown as Request, response, (problem) => {
      if (problem !== undefined) status = problem.status;
    });
    return status;
  };
  const refused = async (): Promise<Record<string, number>> => {
    const values = (await registry.getSingleMetric('api_refused_requests_total')?.get())?.values ?? [];
    return Object.fromEntries(values.map(({ labels, value }) => [labels.why, value]));
  };
  const senders = async (limit: RateLimitName) => {
    const values = (await registry.getSingleMetric('api_rate_limit_senders')?.get())?.values ?? [];
    return values.find(({ labels }) => labels.limit === limit)?.value;
  };
  return { send, refused, senders };
}

const here = '203.0.113.7';
const elsewhere = '203.0.113.8';
const ada: Sender = { ip: here, userId: 'ada' };
const bob: Sender = { ip: here, userId: 'bob' };
const adaElsewhere: Sender = { ip: elsewhere, userId: 'ada' };

describe('each rate limit lets its number through, refuses and counts what is beyond, and counts nobody else', () => {
  it.each<[RateLimitName, count: number, sender: Sender, same: Sender, other: Sender]>([
    ['address', 4, { ip: here }, { ip: here }, { ip: elsewhere }],
    ['address', 4, ada, adaElsewhere, bob],
    // Neither of the two takes anything from the other behind the same address.
    ['address', 4, { ip: here }, { ip: here }, ada],
    ['address', 4, ada, adaElsewhere, { ip: here }],
    ['signIn', 1, ada, bob, adaElsewhere],
    ['chart', 2, { ip: here }, { ip: here }, ada],
    ['chart', 2, ada, adaElsewhere, bob],
    ['trade', 3, ada, adaElsewhere, bob],
    ['closing', 2, ada, adaElsewhere, bob],
    ['account', 2, ada, adaElsewhere, bob],
    ['keys', 2, ada, adaElsewhere, bob],
  ])('%s: %i of %j', async (limit, count, sender, same, other) => {
    const { send, refused, senders } = world();
    const statuses = Array.from({ length: count }, () => send(limit, sender));
    expect(statuses).toEqual(Array(count).fill(200));
    expect(await refused()).toEqual({});
    expect(send(limit, same)).toBe(429);
    expect(send(limit, other)).toBe(200);
    expect(await refused()).toEqual({ [limit]: 1 });
    expect(await senders(limit)).toBe(2);
  });

  it('takes the addresses of one IPv6 network for one sender', () => {
    const { send } = world();
    expect(send('signIn', { ip: '2001:db8::1' })).toBe(200);
    expect(send('signIn', { ip: '2001:db8::ffff:2' })).toBe(429);
    expect(send('signIn', { ip: '2001:db9::1' })).toBe(200);
  });

  it('takes the connections of one address for one sender, also where a proxy names their ports', () => {
    const { send } = world();
    expect(send('signIn', { ip: `${here}:50001` })).toBe(200);
    expect(send('signIn', { ip: `${here}:50002` })).toBe(429);
    expect(send('signIn', { ip: '[2001:db8::1]:443' })).toBe(200);
    expect(send('signIn', { ip: '"[2001:db8::2]:444"' })).toBe(429);
  });
});
