import { expect, it } from 'vitest';
import { eventOf, required } from './engine-answers.ts';

it('a question whose answer too few replicas have is told why there is none', () => {
  const late = { outcome: 'late', isShortOfReplicas: true } as const;
  expect(() => required(late, 'closed')).toThrow('too few replicas of Redis are known to have what was asked for');
});

it('what was refused is told as not done, and who has too much in flight when to come again', () => {
  const refused = { outcome: 'refused', reason: 'OOM' } as const;
  expect(() => eventOf(refused, 'closed')).toThrow('Not ready: OOM. Nothing was done by this request.');
  const tooMany = { ...refused, isTooMany: true } as const;
  expect(() => eventOf(tooMany, 'closed')).toThrow(expect.objectContaining({ status: 429, retryAfter: 1 }));
});
