import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { freePort } from '@fulcrum/devstack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secret } from './testing/sessions.ts';
import { TestClient } from './testing/test-client.ts';
import { startWorld, type World } from './testing/test-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Starts the process as a supervisor would. */
function run(port: number): { process: ChildProcess; output: () => string } {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const own = { REDIS_URL: world.redis.url, WS_PORT: String(port), JWT_SECRET: secret };
  const env = { PATH, NODE_COMPILE_CACHE, ...own };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => lines.push(String(text)));
  return { process: child, output: () => lines.join('') };
}

test('the process says goodbye to its clients with 1001 when it is stopped', async () => {
  const port = await freePort();
  const { process: child, output } = run(port);
  await expect.poll(output, { timeout: 30_000 }).toContain('"msg":"started"');
  const client = await TestClient.connect(`ws://127.0.0.1:${port}`);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await client.closed).toMatchObject({ code: 1001 });
  expect(await exited).toEqual([0, null]);
});

test('a port that is taken is named in a plain sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { process: child, output } = run(port);
  // Its last words are read only behind its end.
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(output()).toContain(`Port ${port} is taken by another program`);
  other.close();
});
