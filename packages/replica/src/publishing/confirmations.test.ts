import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Confirmations } from './confirmations.ts';

it('tells the last result of a turn, once it and all before it are confirmed', async () => {
  const told: string[] = [];
  const waiting: PromiseWithResolvers<void>[] = [];
  const flushed = () => {
    const flush = Promise.withResolvers<void>();
    waiting.push(flush);
    return flush.promise;
  };
  const confirmations = new Confirmations({ flushed, onConfirmed: (result) => told.push(result) });
  confirmations.made('1-0');
  confirmations.made('1-10000');
  await turn();
  confirmations.made('2-0');
  await turn();
  expect([told, waiting.length]).toEqual([[], 2]);
  waiting[0]?.resolve();
  await turn();
  expect(told).toEqual(['1-10000']);
  waiting[1]?.reject(new Error('the replica ends'));
  await turn();
  expect(told).toEqual(['1-10000']);
});
