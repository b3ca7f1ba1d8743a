import { once } from 'node:events';
import { KeyPair, VenueApi } from '@fulcrum/venue-api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { signSubscription } from './testing/sign-subscription.ts';
import { ask, type RunningVenue, type Trader, VenueWorld } from './testing/venue-world.ts';

const MARKET = 'SOL_USDC';
const ORDER = { symbol: MARKET, side: 'Bid', orderType: 'Limit', price: '10.00', quantity: '1.00' } as const;
const MOST_OF_ADDRESS = 60;
const MOST_OF_USER = 210;

let world: VenueWorld;
let venue: RunningVenue;
let trader: Trader;
let maker: VenueApi;

beforeAll(async () => {
  world = await VenueWorld.start();
  const limits = { ADDRESS_RATE_LIMIT: String(MOST_OF_ADDRESS), ORDER_RATE_LIMIT: String(MOST_OF_USER) };
  venue = await world.venue(limits);
});
afterAll(() => world.stop());
beforeEach(async () => {
  trader = await world.trader(venue.url);
  maker = new VenueApi({ url: venue.url, keyPair: new KeyPair(trader.secret) });
  return () => maker.close();
});

/** Asks until it is refused. It asks many at a time, so that a busy machine reaches the limit within its ten seconds, too. */
async function exhaust(path: string, headers: Record<string, string> = {}): Promise<Response> {
  for (let round = 0; round < 6; round += 1) {
    const asked = Array.from({ length: MOST_OF_ADDRESS / 4 }, () => fetch(venue.url + path, { headers }));
    const responses = await Promise.all(asked);
    for (const response of responses) await response.body?.cancel();
    const refused = responses.find(({ status }) => status === 429);
    if (refused !== undefined) return refused;
  }
  throw new Error('nothing was refused');
}

/** What a market maker does in a round. */
async function quotes(): Promise<void> {
  expect(await maker.markets()).toHaveLength(3);
  await maker.trades(MARKET, 1);
  const { id } = await maker.placeOrder(ORDER);
  expect(await maker.openOrders()).toMatchObject([{ id }]);
  await maker.cancelOrder(MARKET, id);
}

test('whoever reads all that their address may takes nothing from those there who sign, or have a session', async () => {
  await exhaust(`/api/v1/trades?symbol=${MARKET}&limit=1000`);
  await quotes();
  const session = { Authorization: `Bearer ${trader.token}` };
  expect(await ask(venue.url, 'GET', '/api/v1/capital', undefined, session)).toMatchObject({ status: 200 });
  await exhaust('/api/v1/ping');
});

test('subscriptions to own orders count on their user, with the orders that are read for them', async () => {
  for (let batch = 0; batch < 10; batch += 1) await maker.placeOrders(Array(20).fill(ORDER));
  const params = ['account.orderUpdate'];
  const signature = signSubscription(trader);
  const socket = new WebSocket(venue.url.replace('http', 'ws'));
  const codes: number[] = [];
  socket.on('message', (data) => codes.push(JSON.parse(data.toString()).error?.code));
  await once(socket, 'open');
  for (let time = 0; time < 20; time += 1) socket.send(JSON.stringify({ method: 'SUBSCRIBE', params, signature }));
  await expect.poll(() => codes).toContain(4_007);
  socket.close();
});

test('whoever guesses signatures is told which limit it is, and silences nobody who signed well a moment ago', async () => {
  await quotes();
  const now = String(Date.now());
  const guessed = { 'X-API-Key': trader.apiKey.replace(/^./, 'x'), 'X-Signature': 'A'.repeat(88), 'X-Timestamp': now };
  const { headers } = await exhaust('/api/v1/capital', guessed);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(headers.get('ratelimit')).toContain(`"failures-${MOST_OF_ADDRESS}-in-10sec"; r=0`);
  await quotes();
});
