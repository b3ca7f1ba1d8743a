import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerUnparsed } from '../unparsed-requests.ts';
import { limitPipelined } from './pipelined.ts';

const REQUEST = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

let server: Server;
let begun: number;
let onDropped: () => void;
let port: number;

beforeEach(async () => {
  begun = 0;
  onDropped = vi.fn();
  server = createServer(({ socket }, response) => {
    if (socket.destroyed) return;
    begun += 1;
    setImmediate(() => response.end('here'));
  });
  answerUnparsed(server, ({ message: body }) => ({ type: 'text/plain', body }));
  limitPipelined(server, 10, onDropped);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => server.close());

const opened = () => connect(port, '127.0.0.1').on('error', () => {});

it('cuts off who sends thousands without waiting, of which no more than may be are begun', async () => {
  let parsed = 0;
  server.on('request', () => {
    parsed += 1;
  });
  const hasty = opened();
  hasty.write(REQUEST.repeat(2_000));
  await once(hasty, 'close');
  expect([begun, parsed]).toEqual([10, 11]);
  expect(onDropped).toHaveBeenCalledTimes(1);
  // Node's parsers are used again for others.
  for (let time = 0; time < 20; time += 1) expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('here');
});

it('and nobody who waits in time, however many are sent in all', async () => {
  const patient = opened();
  let answers = '';
  patient.on('data', (bytes) => {
    answers += bytes;
  });
  for (let time = 1; time <= 20; time += 1) {
    patient.write(REQUEST.repeat(10));
    await expect.poll(() => answers.split('here').length - 1).toBe(10 * time);
  }
  expect(onDropped).not.toHaveBeenCalled();
  patient.destroy();
});
