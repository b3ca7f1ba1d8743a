import { createMetrics } from '@fulcrum/service';
import { Outbox } from '@fulcrum/sockets';
import { FakeSocket } from '@fulcrum/sockets/testing';
import { expect, test } from 'vitest';
import { countMessages, createExchangeMetrics } from '../exchange-metrics.ts';
import { Client } from './client.ts';
import { defaultLimits } from './limits.ts';

const frame = (text: string) => Buffer.from(JSON.stringify(text));

test('what was kept back for a slow client is not sent after it unsubscribed', () => {
  const socket = new FakeSocket();
  const limits = { ...defaultLimits, slowAboveBytes: 4 };
  const outbox = new Outbox(socket, limits, countMessages(createExchangeMetrics(createMetrics('exchange'))));
  const currentBook = () => frame('the present book');
  const client = new Client({ outbox, limits, currentBook, mayAsk: () => true, nowMs: () => 0, dismiss: () => {} });
  const ask = (method: string, stream: string) => client.receive(JSON.stringify({ method, params: [stream] }));
  socket.bytesHeldUp = 5;
  ask('SUBSCRIBE', 'a');
  ask('SUBSCRIBE', 'b');
  client.tick('a', frame('a later book'));
  client.tick('b', frame('b later book'));
  ask('UNSUBSCRIBE', 'a');
  socket.read();
  expect(socket.sent).toEqual(['the present book', 'b later book']);
  client.close();
});
