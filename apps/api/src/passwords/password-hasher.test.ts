import * as argon2 from '@node-rs/argon2';
import { expect, it } from 'vitest';
import { PasswordHasher } from './password-hasher.ts';

it('makes hashes of argon2id at the cost that OWASP recommends, each with a salt of its own', async () => {
  const hasher = new PasswordHasher();
  const [one, other] = await Promise.all([hasher.hash('correct horse'), hasher.hash('correct horse')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(other).not.toBe(one);
  expect(await hasher.verify(one, 'correct horse')).toBe(true);
  expect(await hasher.verify(one, 'correct horse ')).toBe(false);
});

it('does the same work for a right password, a wrong one, and where there is none', async () => {
  const costs: string[] = [];
  const verify: typeof argon2.verify = (hash, ...rest) => {
    costs.push(
      String(hash)
        .split('$')
        .slice(0, 4)
        .join('$')
        .concat(` ${String(hash).length}`),
    );
    return argon2.verify(hash, ...rest);
  };
  const hasher = new PasswordHasher(undefined, { hash: argon2.hash, verify });
  const hash = await hasher.hash('correct horse');
  const outcomes = [];
  for (const of of [hash, null, undefined]) outcomes.push(await hasher.verify(of, 'correct horse'));
  outcomes.push(await hasher.verify(hash, 'another'));
  expect(outcomes).toEqual([true, false, false, false]);
  expect(costs).toEqual(Array(4).fill(`$argon2id$v=19$m=19456,t=2,p=1 ${hash.length}`));
});

it('refuses beyond a hundred that wait, so that memory and time stay bounded', async () => {
  let running = 0;
  let most = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const hash = async () => {
    running += 1;
    most = Math.max(most, running);
    await promise;
    running -= 1;
    return 'a hash';
  };
  const hasher = new PasswordHasher(undefined, { hash, verify: argon2.verify });
  const asked = Array.from({ length: 110 }, () => hasher.hash('correct horse'));
  const refused = asked.slice(102).map((one) => expect(one).rejects.toMatchObject({ status: 503 }));
  await Promise.all(refused);
  resolve();
  await Promise.all(asked.slice(0, 102));
  expect(most).toBe(2);
});
