import { DeskRefusal } from '@fulcrum/desk';
import { expect, it } from 'vitest';
import { asProblems } from './as-problems.ts';

const told = (error: Error) => asProblems(() => Promise.reject(error)).catch((thrown: unknown) => thrown);

it('what the desk refuses keeps its status and its code', async () => {
  expect(await told(new DeskRefusal(409, 'already_decided', 'It is done already.'))).toMatchObject({
    ...{ status: 409, code: 'already_decided', message: 'It is done already.' },
  });
});

it.each([
  'Connection is closed.',
  "Stream isn't writeable and enableOfflineQueue options is false",
  'Reached the max retries per request limit (which is 0).',
])('a Redis that is away (%s) is 503: nothing was done', async (words) => {
  expect(await told(new Error(words))).toMatchObject({ status: 503, code: 'unavailable' });
});

it('anything else stays what it is', async () => {
  const error = new TypeError('a bug');
  expect(await told(error)).toBe(error);
});
