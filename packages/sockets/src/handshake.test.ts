import { type AddressInfo, connect } from 'node:net';
import { expect, it } from 'vitest';
import { createHandshakeServer } from './handshake.ts';

it('refuses a strange expectation as a problem, and closes its connection', async () => {
  const server = createHandshakeServer(1);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nExpect: the moon\r\n\r\n');
  const [head = '', body = ''] = (await socket.toArray()).join('').split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 417 Expectation Failed\r\n/);
  expect(head).toContain('application/problem+json');
  expect(body).toContain('"code":"expectation_failed"');
  server.close();
});
