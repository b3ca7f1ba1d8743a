import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { AppProcess } from '../support/app-process.ts';
import { PathProxy } from '../support/path-proxy.ts';
import type { Stack } from '../support/stack.ts';
import { beforeAllWithSharedStack } from '../support/use-shared-stack.ts';

/** The product below a path of a host that it shares with others. */

let stack: Stack;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
});

describe.each([
  ['strips the path', true],
  ['passes the path on', false],
])('behind a proxy that %s', (_what, strips) => {
  let proxy: PathProxy;
  let url: string;
  let feedUrl: string;
  let added: AppProcess[] = [];

  beforeAll(async () => {
    proxy = await PathProxy.start(strips);
    url = `http://127.0.0.1:${proxy.port}/fulcrum`;
    feedUrl = `ws://127.0.0.1:${proxy.port}/fulcrum/ws`;
    const settings = { PUBLIC_URL: url, PUBLIC_WS_URL: feedUrl };
    const { feed, port } = await stack.addFeed(settings);
    const { api, url: own } = await stack.addApi(settings);
    added = [feed, api];
    await Promise.all(added.map((app) => app.start()));
    proxy.lead({ prefix: '/fulcrum/ws', port }, { prefix: '/fulcrum', port: Number(new URL(own).port) });
  });
  afterAll(async () => {
    await Promise.all(added.map((app) => app.stop()));
    await proxy?.stop();
  });

  it.each(['', '/'])('the screen is there with all that it loads, with "%s" at its end', async (end) => {
    const answer = await fetch(url + end, { redirect: 'manual' });
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(page).toContain(`content="${feedUrl}"`);
    expect(page).toContain('content="/fulcrum"');
    expect(answer.headers.get('content-security-policy')).toContain(`connect-src 'self' ${feedUrl};`);
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css|svg))"/g)].map(([, path = '']) => path);
    expect(loaded.length).toBeGreaterThan(2);
    for (const path of loaded) expect([path, (await fetch(new URL(path, url + end))).status]).toEqual([path, 200]);
  });

  it('the desk is there with all that it loads', async () => {
    const answer = await fetch(`${url}/desk/`);
    expect([answer.status, answer.url]).toEqual([200, `${url}/desk`]);
    const page = await answer.text();
    expect(page).toContain('content="/fulcrum"');
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css|svg))"/g)].map(([, path = '']) => path);
    expect(loaded.length).toBeGreaterThan(2);
    for (const path of loaded) expect([path, (await fetch(new URL(path, url))).status]).toEqual([path, 200]);
  });

  it('a link of a mail signs in, for the API and the WebSocket', async () => {
    const body = JSON.stringify({ email: `${randomUUID()}@example.com` });
    const headers = { 'content-type': 'application/json' };
    const asked = await fetch(`${url}/api/v1/auth/signup`, { method: 'POST', headers, body });
    const { devLink } = (await asked.json()) as { devLink: string };
    expect(devLink).toMatch(`${url}/api/v1/auth/signin/verify?token=`);
    expect(await (await fetch(devLink)).text()).toContain('<form method="post">');
    const signedIn = await fetch(devLink, { method: 'POST', headers: { accept: 'text/html' }, redirect: 'manual' });
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/fulcrum/']);
    const [cookie = ''] = signedIn.headers.getSetCookie();
    expect(cookie).toContain('Path=/;');
    const session = { cookie: cookie.split(';')[0] ?? '' };
    expect((await fetch(`${url}/api/v1/balance/me`, { headers: session })).status).toBe(200);
    const socket = new WebSocket(feedUrl, { headers: session, origin: new URL(url).origin });
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: 1, method: 'SUBSCRIBE', params: ['account'] }));
    const [first] = await once(socket, 'message');
    expect(JSON.parse(String(first))).toEqual({ id: 1, result: null });
    socket.close();
  });

  it('the description leads to the API, and nothing is found beside it', async () => {
    for (const path of ['/docs', '/docs/']) {
      const page = await fetch(url + path);
      expect([page.status, page.url]).toEqual([200, `${url}/docs/`]);
      expect(await page.text()).toContain('Fulcrum API');
    }
    expect(await (await fetch(`${url}/docs/swagger-ui-init.js`)).text()).toContain('/api/v1/trade/create-order');
    const { servers } = (await (await fetch(`${url}/openapi.json`)).json()) as { servers: object };
    expect(servers).toEqual([{ url: '/fulcrum' }]);
    for (const path of ['/nothing', '/docs/nothing', '/api/v1/nothing']) {
      const answer = await fetch(url + path);
      expect([path, answer.status, await answer.json()]).toMatchObject([path, 404, { code: 'not_found' }]);
    }
    expect((await fetch(new URL('/api/v1/market/quotes', url))).headers.get('x-from')).toBe('somebody else');
  });
});
