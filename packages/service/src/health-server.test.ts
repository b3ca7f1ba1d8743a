import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { startHealthServer } from './health-server.ts';
import { createMetrics } from './metrics.ts';

const settings = { port: 'HEALTH_PORT', host: 'HOST' };
const rest = { host: '127.0.0.1', settings, shard: 0, metrics: createMetrics('test'), notReady: () => undefined };

it('says what goes wrong while it listens, the first time too, and goes on', async () => {
  const onError = vi.fn();
  const server = await startHealthServer({ ...rest, port: 0, onError });
  const tooMany = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' });
  for (let time = 0; time < 1_000; time += 1) server.emit('error', tooMany);
  expect(onError.mock.calls).toEqual([[tooMany]]);
  const { port } = server.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  server.close();
});

it('does not start on a port that is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const onError = vi.fn();
  await expect(startHealthServer({ ...rest, port, onError })).rejects.toThrow(`Port ${port} is taken`);
  expect(onError).not.toHaveBeenCalled();
  other.close();
});
