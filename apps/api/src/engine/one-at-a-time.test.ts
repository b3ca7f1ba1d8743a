import { expect, test } from 'vitest';
import { OneAtATime } from './one-at-a-time.ts';

/** Work that ends when it is told to, and counts how often it was done. */
function work() {
  const ends: ((result: string) => void)[] = [];
  const begin = () => new Promise<string>((resolve) => void ends.push(resolve));
  return { ends, begin };
}

const turn = () => new Promise(setImmediate);

test('one piece is in flight for a user, and all who ask meanwhile share the next', async () => {
  const oneAtATime = new OneAtATime();
  const { ends, begin } = work();
  const first = oneAtATime.ask('ada', 'figures', begin);
  const others = [1, 2, 3].map(() => oneAtATime.ask('ada', 'figures', begin));
  await turn();
  // What is in flight already may have been read before they asked.
  expect(ends).toHaveLength(1);
  ends[0]?.('old');
  expect(await first).toBe('old');
  await turn();
  expect(ends).toHaveLength(2);
  ends[1]?.('new');
  expect(await Promise.all(others)).toEqual(['new', 'new', 'new']);
  await turn();
  expect(oneAtATime.users).toBe(0);
});

test('users do not wait for each other, and different questions of one user are not mixed up', async () => {
  const oneAtATime = new OneAtATime();
  const { ends, begin } = work();
  const answers = [
    oneAtATime.ask('ada', 'figures', begin),
    oneAtATime.ask('bob', 'figures', begin),
    oneAtATime.ask('ada', 'orders', begin),
  ];
  await turn();
  expect(ends).toHaveLength(2);
  ends[0]?.('a');
  ends[1]?.('b');
  await turn();
  ends[2]?.('c');
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c']);
});

test('a failure is the failure of those who shared it, and the next is done', async () => {
  const oneAtATime = new OneAtATime();
  const failing = oneAtATime.ask('ada', 'figures', () => Promise.reject(new Error('away')));
  const next = oneAtATime.ask('ada', 'figures', async () => 'there');
  await expect(failing).rejects.toThrow('away');
  expect(await next).toBe('there');
});
