import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { streamKeys } from '@fulcrum/streams';
import { describe, expect, it } from 'vitest';
import type { Stack } from '../support/stack.ts';
import { call, type Trader } from '../support/trader.ts';
import { beforeAllWithSharedStack } from '../support/use-shared-stack.ts';

/** The programs in `examples` do what they say, also when answers are lost on the way. */

const FOLDER = join(import.meta.dirname, '..', '..', 'examples');

let stack: Stack;
let url: string;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  url = stack.apiUrls[0] ?? '';
  const quote = { asset: 'BTC_USDC', bid: '61800.20', bidQuantity: '1', ask: '61800.30', askQuantity: '1' };
  const tick = { ...quote, exchangeTime: '', source: 'test' };
  await stack.redis.xadd(streamKeys().price, '*', ...Object.entries(tick).flat());
  const isKnown = async () => (await call(url, 'GET', '/market/quotes')).body.quotes.length;
  while ((await isKnown()) === 0) await sleep(20, undefined, { signal: AbortSignal.timeout(20_000) });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Stands between a program and the API, and loses the first answers to each of these paths. */
async function losing(
  paths: Readonly<Record<string, number>>,
): Promise<{ server: Server; at: string; lost: string[] }> {
  const left = new Map(Object.entries(paths));
  const lost: string[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const headers = Object.entries(request.headers).filter(([name]) => /^(authorization|content-type)$/.test(name));
    const { method = 'GET' } = request;
    const body = method === 'POST' ? await bodyOf(request) : null;
    const answer = await fetch(url + path, { method, headers: headers as [string, string][], body });
    const text = await answer.text();
    const count = left.get(path) ?? 0;
    if (count > 0) {
      left.set(path, count - 1);
      lost.push(path);
      return void request.socket.destroy();
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, at: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lost };
}

async function keyOf(trader: Trader, scopes: string[]): Promise<string> {
  return (await trader.post('/auth/keys', { name: 'bot', scopes })).body.secret;
}

const closedOrders = async (trader: Trader) => (await trader.get('/trade/get-close-orders')).body.orders;

describe.each([
  ['bot.ts', process.execPath],
  ['bot.sh', 'bash'],
])('%s', (file, program) => {
  const run = (at: string, key: string) => {
    const env = { ...process.env, FULCRUM_URL: at, FULCRUM_KEY: key };
    return promisify(execFile)(program, [join(FOLDER, file)], { env, timeout: 60_000 });
  };

  it('opens an order and closes it', async () => {
    const trader = await stack.trader();
    const { stdout } = await run(url, await keyOf(trader, ['read', 'trade']));
    expect(stdout).toMatch(
      /^BTC_USDC is offered at 61800\.30\nopened [\da-f-]{36} at 61800\.30\nclosed, profit -0\.001000 USDC\n$/,
    );
    expect(await trader.balance()).toBe('9999.999000');
    await expect.poll(() => closedOrders(trader)).toHaveLength(1);
  });

  it('opens and closes once, however many answers are lost', async () => {
    const trader = await stack.trader();
    const [create, close] = ['/api/v1/trade/create-order', '/api/v1/trade/close-order'];
    const { server, at, lost } = await losing({ [create]: 2, [close]: 1 });
    try {
      const { stdout } = await run(at, await keyOf(trader, ['read', 'trade']));
      expect(lost).toEqual([create, create, close]);
      expect(stdout).toMatch(/\nopened [\da-f-]{36} at 61800\.30\n/);
      expect(stdout).toMatch(/\nclosed, profit .* USDC\n$/);
      expect(await trader.balance()).toBe('9999.999000');
      await expect.poll(() => closedOrders(trader)).toHaveLength(1);
    } finally {
      server.close();
    }
  });

  it('says what a key lacks', async () => {
    const trader = await stack.trader();
    const error = await run(url, await keyOf(trader, ['read'])).catch((reason) => reason);
    expect(error.code).toBe(1);
    expect(error.stderr).toContain('This key lacks the scope trade.');
  });
});
