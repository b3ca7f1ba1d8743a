import { afterEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { call } from './client.ts';

afterEach(() => vi.unstubAllGlobals());

/** A browser with or without a network, and what it was asked to fetch. */
function browser(onLine: boolean) {
  const fetched = vi.fn(async (_url: string) => new Response('{}', { status: 200 }));
  vi.stubGlobal('navigator', { onLine });
  vi.stubGlobal('fetch', fetched);
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
