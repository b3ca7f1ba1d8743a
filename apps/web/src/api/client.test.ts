import { afterEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { call } from './client.ts';

afterEach(() => vi.unstubAllGlobals());

/** A browser with or without a network, what its page was told, and what it was asked to fetch. */
function browser(onLine: boolean, publicPath = '__PUBLIC_PATH__') {
  const fetched = vi.fn(async (_url: string) => new Response('{}', { status: 200 }));
  vi.stubGlobal('navigator', { onLine });
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('document', { querySelector: () => ({ content: publicPath }) });
  return fetched;
}

const anything = z.object({});

it('sends nothing that would change something while there is no network', async () => {
  const fetched = browser(false);
  const sent = call({ method: 'POST', path: '/trade/create-order', body: {}, schema: anything });
  await expect(sent).rejects.toMatchObject({ status: 0, code: 'offline' });
  expect(fetched).not.toHaveBeenCalled();
});

it('asks what changes nothing all the same, since the browser may be wrong', async () => {
  const fetched = browser(false);
  await call({ path: '/market/quotes', schema: anything });
  expect(fetched).toHaveBeenCalledOnce();
});

it('sends while there is one', async () => {
  const fetched = browser(true);
  await call({ method: 'POST', path: '/trade/create-order', body: {}, schema: anything });
  expect(fetched).toHaveBeenCalledOnce();
});

it.each([
  ['__PUBLIC_PATH__', '/api/v1/market/quotes'],
  ['', '/api/v1/market/quotes'],
  ['/fulcrum', '/fulcrum/api/v1/market/quotes'],
])('asks below the path that the page was told: "%s"', async (told, url) => {
  const fetched = browser(true, told);
  await call({ path: '/market/quotes', schema: anything });
  expect(fetched.mock.calls[0]?.[0]).toBe(url);
});
