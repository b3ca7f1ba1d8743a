import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { Waits } from './waits.ts';

it('tells what is waited for, each reason once, and nothing of what is over', () => {
  const waits = new Waits();
  expect(waits.explain('starting')).toBe('starting');
  waits.begin('history', 'PostgreSQL: it is asleep');
  waits.begin('candles', 'PostgreSQL: it is asleep');
  waits.begin('journal', 'the disk is full');
  expect(waits.explain('starting')).toBe('starting (PostgreSQL: it is asleep; the disk is full)');
  expect(waits.explain(undefined)).toBeUndefined();
  waits.end('journal');
  waits.end('history');
  waits.begin('candles', 'PostgreSQL: too many clients');
  expect(waits.reason).toBe('PostgreSQL: too many clients');
  waits.end('candles');
  expect(waits.reason).toBeUndefined();
});

it('waits for a server from a fault of its connection until that is ready', () => {
  const waits = new Waits();
  const connection = waits.watch('Redis', new EventEmitter());
  connection.emit('error', new AggregateError([new Error('refused by ::1'), new Error('refused by 127.0.0.1')]));
  expect(waits.reason).toBe('Redis: refused by ::1, refused by 127.0.0.1');
  connection.emit('ready');
  expect(waits.reason).toBeUndefined();
});

it('says the same in the same order, whichever came first', () => {
  const waits = new Waits();
  waits.begin('one', 'b');
  waits.begin('other', 'a');
  expect(waits.reason).toBe('a; b');
  waits.end('other');
  waits.begin('other', 'a');
  expect(waits.reason).toBe('a; b');
});
