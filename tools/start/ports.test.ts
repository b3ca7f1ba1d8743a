import { createServer } from 'node:http';
import { freePort } from '@fulcrum/devstack';
import { listen } from '@fulcrum/service';
import { afterEach, expect, it } from 'vitest';
import { choosePorts } from './ports.ts';
import type { Settings } from './settings/settings.ts';

const taken = createServer();

afterEach(() => {
  taken.close();
});

async function settings(others: Partial<Settings> = {}): Promise<Settings> {
  const [apiPort, wsPort] = [await freePort(), await freePort()];
  return { apiPort, wsPort, host: '127.0.0.1', priceSources: ['local'], ...others } as Settings;
}

async function takenPort(): Promise<number> {
  const port = await freePort();
  await listen(taken, { port, host: '127.0.0.1', onError: () => {} });
  return port;
}

it('the venue is at its usual port while nobody else has it, and at another one then', async () => {
  const start = await settings();
  const usual = await freePort();
  expect(await choosePorts(start, usual)).toEqual({ api: start.apiPort, ws: start.wsPort, exchange: usual });
  const other = await takenPort();
  for (const given of [other, start.apiPort, start.wsPort])
    expect((await choosePorts(start, given)).exchange).not.toBe(given);
});

it('a port that somebody asks for is that one, or the start says why not', async () => {
  const venuePort = await freePort();
  expect((await choosePorts(await settings({ venuePort }))).exchange).toBe(venuePort);
  const port = await takenPort();
  await expect(choosePorts(await settings({ venuePort: port }))).rejects.toThrow(
    `Port ${port} is taken by another program: stop that program, or set EXCHANGE_PORT`,
  );
  // Nobody listens there where prices come from elsewhere.
  await choosePorts(await settings({ venuePort: port, priceSources: ['binance'] }));
});
