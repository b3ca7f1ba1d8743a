import { expect, it } from 'vitest';
import { IdLookUps, type UsedIds } from './id-look-ups.ts';

/** A history that answers when it is told to. */
function slowHistory() {
  const queries: { ids: readonly string[]; answer: PromiseWithResolvers<UsedIds> }[] = [];
  const lookUps = new IdLookUps((ids) => {
    const answer = Promise.withResolvers<UsedIds>();
    queries.push({ ids, answer });
    return answer.promise;
  });
  return { lookUps, queries };
}

const found = (...used: string[]): UsedIds => ({ used: new Set(used), recordedUpTo: '1-0' });

it('asks at once, and for all that came meanwhile together', async () => {
  const { lookUps, queries } = slowHistory();
  const [one, two, three] = ['1', '2', '3'].map((id) => lookUps.lookUp(id));
  expect(queries.map(({ ids }) => ids)).toEqual([['1']]);
  queries[0]?.answer.resolve(found('1'));
  expect((await one)?.used.has('1')).toBe(true);
  await expect.poll(() => queries.map(({ ids }) => ids)).toEqual([['1'], ['2', '3']]);
  queries[1]?.answer.resolve(found('3'));
  expect((await two)?.used).toEqual(new Set(['3']));
  expect(await three).toBe(await two);
});

it('asks for a thousand at a time, at most', async () => {
  const { lookUps, queries } = slowHistory();
  for (let count = 0; count < 1_501; count += 1) void lookUps.lookUp(String(count));
  for (const at of [0, 1]) {
    await expect.poll(() => queries.length).toBe(at + 1);
    queries[at]?.answer.resolve(found());
  }
  await expect.poll(() => queries.map(({ ids }) => ids.length)).toEqual([1, 1_000, 500]);
});

it('tells all of a query that failed, and goes on with the next one', async () => {
  const { lookUps, queries } = slowHistory();
  const failing = lookUps.lookUp('1');
  const next = lookUps.lookUp('2');
  queries[0]?.answer.reject(new Error('Connection terminated'));
  await expect(failing).rejects.toThrow('Connection terminated');
  await expect.poll(() => queries.length).toBe(2);
  queries[1]?.answer.resolve(found());
  expect((await next).used.size).toBe(0);
});
