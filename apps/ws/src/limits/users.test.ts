import { expect, test } from 'vitest';
import { Users } from './users.ts';

const connection = (subscriptionCount: number) => ({ subscriptionCount });
const code = (refusal: ReturnType<Users['join']>) => refusal?.code;

test('a user has so many connections, and room again when one is gone, however often that is said', () => {
  const users = new Users(2, 100);
  const [first, second, third] = [connection(0), connection(0), connection(0)];
  expect([first, second, third].map((one) => code(users.join('ada', one)))).toEqual([
    ...[undefined, undefined, 'too_many_connections'],
  ]);
  expect(code(users.join('bob', third))).toBeUndefined();
  users.leave('ada', first);
  users.leave('ada', first);
  expect(code(users.join('ada', connection(0)))).toBeUndefined();
  expect(code(users.join('ada', connection(0)))).toBe('too_many_connections');
});

test('the subscriptions of all connections of a user count together', () => {
  const users = new Users(10, 5);
  const [first, second] = [connection(3), connection(2)];
  expect([first, second].map((one) => code(users.join('ada', one)))).toEqual([undefined, undefined]);
  expect([0, 1].map((more) => code(users.refusesMore('ada', more)))).toEqual([undefined, 'too_many_subscriptions']);
  expect(code(users.join('ada', connection(1)))).toBe('too_many_subscriptions');
  users.leave('ada', second);
  expect([2, 3].map((more) => code(users.refusesMore('ada', more)))).toEqual([undefined, 'too_many_subscriptions']);
  expect(code(users.refusesMore('bob', 5))).toBeUndefined();
});

test('who has no connection any more is forgotten', () => {
  const users = new Users(10, 5);
  const one = connection(1);
  users.join('ada', one);
  expect(users.size).toBe(1);
  users.leave('ada', one);
  expect(users.size).toBe(0);
});
