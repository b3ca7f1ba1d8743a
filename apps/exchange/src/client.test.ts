import { createMetrics } from '@fulcrum/service';
import { expect, test } from 'vitest';
import { Client } from './client.ts';
import { createExchangeMetrics } from './exchange-metrics.ts';
import { defaultLimits } from './limits.ts';
import { Outbox } from './outbox.ts';
import { StuckSocket } from './testing/stuck-socket.ts';

test('what was kept back for a slow client is not sent after it unsubscribed', () => {
  const socket = new StuckSocket();
  const limits = { ...defaultLimits, slowAboveBytes: 4 };
  const outbox = new Outbox(socket, limits, createExchangeMetrics(createMetrics('exchange')));
  const client = new Client(outbox, limits, () => Buffer.from('the present book'));
  const ask = (method: string, stream: string) => client.receive(JSON.stringify({ method, params: [stream] }));
  ask('SUBSCRIBE', 'a');
  ask('SUBSCRIBE', 'b');
  client.tick('a', Buffer.from('a later book'));
  client.tick('b', Buffer.from('b later book'));
  ask('UNSUBSCRIBE', 'a');
  socket.clientReads();
  expect(socket.sent).toEqual(['the present book', 'b later book']);
  client.close();
});
