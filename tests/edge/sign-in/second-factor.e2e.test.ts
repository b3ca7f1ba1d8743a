import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NEWEST_RULES } from '@fulcrum/cfd';
import { connectDatabase, type Database } from '@fulcrum/db';
import { streamKeys } from '@fulcrum/streams';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stack } from '../../support/stack.ts';
import { type ApiAnswer, call, type Trader } from '../../support/trader.ts';

/** Signing in with a code besides the password or the link. */

let stack: Stack;
let db: Database;
let url: string;

beforeAll(async () => {
  stack = await Stack.start({ hasVenue: true, settings: { LOG_LEVEL: 'trace', SIGN_IN_RATE_LIMIT: '1000' } });
  url = stack.apiUrls[0] ?? '';
  db = connectDatabase(stack.devstack.postgres.url, 1);
  await stack.append('set-rules', { version: NEWEST_RULES });
});

afterAll(async () => {
  // Whatever happened here, no secret and no recovery code reached a log.
  const logs = readdirSync(stack.logs).map((name) => readFileSync(join(stack.logs, name), 'utf8'));
  for (const secret of secrets) expect(logs.some((log) => log.includes(secret))).toBe(false);
  await db?.$disconnect();
  await stack?.stop();
});

const secrets: string[] = [];
const password = `horse ${randomUUID()}`;

/** A user with a password and a second factor, and what their app has. */
interface Guarded {
  readonly trader: Trader;
  readonly secret: string;
  readonly recoveryCodes: string[];
}

/** As though no code had been taken yet: a test does not wait for the next time step. */
const nextStep = (userId: string) => db.secondFactor.update({ where: { userId }, data: { lastStep: 0 } });
const codeOf = (secret: string) => generateSync({ secret });

async function guarded(): Promise<Guarded> {
  const trader = await stack.trader();
  expect((await trader.post('/auth/password', { password })).status).toBe(200);
  const { secret, uri } = (await trader.post('/auth/second-factor/prepare', undefined)).body;
  expect(uri).toContain(`otpauth://totp/Fulcrum:${encodeURIComponent(trader.email)}?secret=${secret}`);
  const { recoveryCodes } = (await trader.post('/auth/second-factor/turn-on', { code: codeOf(secret) })).body;
  expect(recoveryCodes).toHaveLength(10);
  await nextStep(trader.userId);
  secrets.push(secret, ...recoveryCodes);
  return { trader, secret, recoveryCodes };
}

const byPassword = ({ trader }: Guarded) => call(url, 'POST', '/auth/signin', { email: trader.email, password });
const nameCode = (challenge: string, code: string) => call(url, 'POST', '/auth/signin/code', { challenge, code });

async function challengeOf(user: Guarded): Promise<string> {
  const answer = await byPassword(user);
  expect(answer).toMatchObject({ status: 202, body: { status: 'code_needed', challenge: expect.any(String) } });
  return answer.body.challenge;
}

describe('signing in', () => {
  it('with the password gives no session until the code is named, and then what a link gives', async () => {
    const user = await guarded();
    const asked = await byPassword(user);
    expect(asked.body).toEqual({ status: 'code_needed', challenge: expect.any(String) });
    expect(asked.headers.getSetCookie().join()).not.toContain('fulcrum_session');
    expect((await call(url, 'GET', '/balance/me', undefined, asked.body.challenge)).status).toBe(401);
    const answer = await nameCode(asked.body.challenge, codeOf(user.secret));
    expect(answer).toMatchObject({ status: 200, body: { user: { id: user.trader.userId, balance: '10000.000000' } } });
    expect(answer.headers.get('set-cookie')).toContain(`fulcrum_session=${answer.body.token}`);
    expect((await call(url, 'GET', '/balance/me', undefined, answer.body.token)).status).toBe(200);
    // The challenge is used up.
    await nextStep(user.trader.userId);
    expect(await nameCode(asked.body.challenge, codeOf(user.secret))).toMatchObject({
      status: 401,
      body: { code: 'challenge_over' },
    });
  });

  it('with a link asks a program and a browser, whose page learns of it', async () => {
    const user = await guarded();
    const link = async () => (await call(url, 'POST', '/auth/signup', { email: user.trader.email })).body.devLink;
    const program = await fetch(await link(), { headers: { accept: 'application/json' } });
    expect([program.status, await program.json()]).toEqual([
      202,
      { status: 'code_needed', challenge: expect.any(String) },
    ]);
    const browser = await fetch(await link(), { method: 'POST', headers: { accept: 'text/html' }, redirect: 'manual' });
    expect([browser.status, browser.headers.get('location')]).toEqual([303, '/']);
    const cookie = browser.headers.getSetCookie().map((each) => each.split(';')[0]);
    expect(cookie).toEqual([expect.stringMatching(/^fulcrum_challenge=/)]);
    expect(browser.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    const headers = { cookie: cookie.join('; '), 'content-type': 'application/json' };
    const me = async () => (await fetch(`${url}/api/v1/auth/me`, { headers })).json();
    expect(await me()).toEqual({ user: null, needsCode: true });
    const body = JSON.stringify({ code: codeOf(user.secret) });
    const foreign = { ...headers, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const at = `${url}/api/v1/auth/signin/code`;
    expect((await fetch(at, { method: 'POST', headers: foreign, body })).status).toBe(403);
    const answer = await fetch(at, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie().join()).toMatch(/fulcrum_session=ey.*fulcrum_challenge=;/);
    expect(await me()).toEqual({ user: null });
    // The session counts as one of a link.
    const { token } = (await answer.json()) as { token: string };
    expect((await user.trader.as(user.trader.userId, token).get('/auth/security')).body.mayReset).toBe(true);
  });

  it('takes a code once, also of ten that name it at once', async () => {
    const user = await guarded();
    const challenges = [];
    for (let time = 0; time < 9; time += 1) challenges.push(await challengeOf(user));
    const code = codeOf(user.secret);
    const answers = await Promise.all(challenges.map((challenge) => nameCode(challenge, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(8).fill(403)]);
  });

  it('takes each recovery code once, and counts those that are left', async () => {
    const user = await guarded();
    const [first = '', second = ''] = user.recoveryCodes;
    expect((await nameCode(await challengeOf(user), first.toUpperCase())).status).toBe(200);
    expect(await nameCode(await challengeOf(user), first)).toMatchObject({ status: 403, body: { code: 'wrong_code' } });
    expect((await nameCode(await challengeOf(user), second)).status).toBe(200);
    expect((await user.trader.get('/auth/security')).body).toMatchObject({
      hasSecondFactor: true,
      recoveryCodesLeft: 8,
    });
    const kept = JSON.stringify([await db.recoveryCode.findMany(), await db.secondFactor.findMany()]);
    for (const secret of [user.secret, first, second, user.recoveryCodes[5] ?? ''])
      expect(kept).not.toContain(secret.replaceAll('-', ''));
  });

  it('ends a challenge with its fifth wrong code, however many come at once', async () => {
    const challenge = await challengeOf(await guarded());
    const wrong = await Promise.all(Array.from({ length: 7 }, () => nameCode(challenge, '000000')));
    expect(wrong.map(({ status }) => status).sort()).toEqual([401, 401, 403, 403, 403, 403, 403]);
  });

  it('refuses an account’s eleventh code, also a right one', async () => {
    const user = await guarded();
    const answers: ApiAnswer[] = [];
    // One was taken to turn the second factor on, and a challenge takes five.
    for (const challenge of [await challengeOf(user), await challengeOf(user)])
      for (let time = 0; time < 5; time += 1) answers.push(await nameCode(challenge, '000000'));
    expect(answers.map(({ status }) => status)).toEqual([...Array(9).fill(403), 429]);
    expect((await nameCode(await challengeOf(user), codeOf(user.secret))).status).toBe(429);
    expect(await stack.redis.keys(`${streamKeys().limits}:codes:*`)).not.toHaveLength(0);
  });

  it('forgets who was about to name a code when the password is changed', async () => {
    const user = await guarded();
    const challenge = await challengeOf(user);
    const change = { password: `${password} more`, presentPassword: password };
    expect((await user.trader.post('/auth/password', change)).status).toBe(200);
    expect((await nameCode(challenge, codeOf(user.secret))).status).toBe(401);
  });
});

it('is asked at the venue as well, by which people sign up and in', async () => {
  const venue = stack.addVenue();
  await venue.start();
  const there = (path: string, body: object) => call(stack.venueUrl, 'POST', path, body);
  const email = `${randomUUID()}@example.com`;
  expect((await there('/signup', { email, password: 'short' })).body.code).toBe('invalid_input');
  expect((await there('/signup', { email, password })).status).toBe(202);
  const signedIn = await there('/signin', { email, password });
  expect([signedIn.status, signedIn.body.user.email]).toEqual([200, email]);
  expect((await there('/signin', { email, password: `${password}?` })).status).toBe(401);
  const user = await guarded();
  const asked = await there('/signin', { email: user.trader.email, password });
  expect([asked.status, asked.body.status]).toEqual([202, 'code_needed']);
  const { challenge } = asked.body;
  expect((await there('/auth/signin/code', { challenge, code: codeOf(user.secret) })).status).toBe(200);
  await expect
    .poll(async () => (await call(stack.venueUrl, 'GET', '/capital', undefined, signedIn.body.token)).status)
    .toBe(200);
});

describe('what somebody planted beforehand', () => {
  const post = (path: string, body: object, cookie: string) =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });

  it('is no session of whoever signs in, and gives nobody theirs', async () => {
    const [mallory, owner] = [await stack.trader(), await guarded()];
    for (const planted of [mallory.token, 'made-up', owner.trader.token]) {
      const cookie = `fulcrum_session=${planted}; fulcrum_challenge=made-up; fulcrum_device=made-up`;
      const asked = await post('/auth/signin', { email: owner.trader.email, password }, cookie);
      const { challenge } = (await asked.json()) as { challenge: string };
      expect([asked.status, challenge]).toEqual([202, expect.stringMatching(/^[\w-]{43}$/)]);
      await nextStep(owner.trader.userId);
      const code = codeOf(owner.secret);
      const answer = await post(
        '/auth/signin/code',
        { code },
        `${cookie.replace('fulcrum_challenge=made-up', `fulcrum_challenge=${challenge}`)}`,
      );
      const { token, user } = (await answer.json()) as { token: string; user: { id: string } };
      expect([answer.status, user.id]).toEqual([200, owner.trader.userId]);
      expect(token).not.toBe(planted);
      expect(answer.headers.getSetCookie().join()).toContain(`fulcrum_session=${token}`);
    }
    expect((await mallory.get('/balance/me')).body.userId).toBe(mallory.userId);
  });

  it('is no sign-in of another’s account: a challenge takes the codes of its own user alone', async () => {
    const [mallory, owner] = [await guarded(), await guarded()];
    const cookie = `fulcrum_challenge=${await challengeOf(mallory)}`;
    const codes = [codeOf(owner.secret), owner.recoveryCodes[0] ?? ''];
    for (const code of codes) expect((await post('/auth/signin/code', { code }, cookie)).status).toBe(403);
    // What the owner named there is still good in its own place.
    const answer = await nameCode(await challengeOf(owner), codes[1] ?? '');
    expect(answer.body.user.id).toBe(owner.trader.userId);
  });
});

describe('a code', () => {
  const withdraw = ({ trader }: Guarded, more: object) => trader.post('/wallet/withdrawals', { amount: '10', ...more });
  const makeKey = ({ trader }: Guarded, more: object = {}) =>
    trader.post('/auth/keys', { name: 'bot', scopes: ['read'], ...more });

  it('is asked for at a withdrawal, which can be sent again with the same one, and nothing else can', async () => {
    const user = await guarded();
    const transferId = randomUUID();
    expect(await withdraw(user, { transferId })).toMatchObject({ status: 403, body: { code: 'code_needed' } });
    const wrong = await withdraw(user, { transferId, code: '000000' });
    expect(wrong).toMatchObject({ status: 403, body: { code: 'wrong_code' } });
    expect((await withdraw(user, { transferId, code: 'abc' })).body.errors).toHaveProperty('code');
    const code = codeOf(user.secret);
    const answers = await Promise.all(Array.from({ length: 4 }, () => withdraw(user, { transferId, code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    for (const more of [{}, { code }]) expect((await withdraw(user, { transferId, ...more })).status).toBe(200);
    // Not another one, nor the same with another amount.
    const other = await withdraw(user, { transferId: randomUUID(), code });
    expect(other).toMatchObject({ status: 403, body: { code: 'wrong_code' } });
    expect((await withdraw(user, { transferId, amount: '11' })).status).toBe(409);
    expect((await user.trader.get('/wallet/withdrawals')).body.withdrawals).toHaveLength(1);
    // To take it back needs none.
    expect((await user.trader.post(`/wallet/withdrawals/${transferId}/cancel`, undefined)).status).toBe(200);
  });

  it('is used up by a withdrawal that the engine refuses, and the same may be sent again for fifteen minutes', async () => {
    const user = await guarded();
    const [transferId, amount] = [randomUUID(), '20000'];
    const [code = ''] = user.recoveryCodes;
    expect((await withdraw(user, { transferId, amount, code })).status).toBe(422);
    await user.trader.post('/wallet/deposits', { transferId: randomUUID(), amount: '15000' });
    expect(await withdraw(user, { transferId: randomUUID(), amount, code })).toMatchObject({ status: 403 });
    expect(await withdraw(user, { transferId, amount: '20001' })).toMatchObject({ body: { code: 'code_needed' } });
    const stranger = await stack.trader();
    expect((await stranger.post('/wallet/withdrawals', { transferId, amount })).body.code).toBe('insufficient_balance');
    const approvedAt = new Date(Date.now() - 15 * 60_000 - 1_000);
    await db.withdrawalApproval.updateMany({ where: { userId: user.trader.userId }, data: { approvedAt } });
    expect(await withdraw(user, { transferId, amount })).toMatchObject({ body: { code: 'code_needed' } });
    await db.withdrawalApproval.updateMany({ where: { userId: user.trader.userId }, data: { approvedAt: new Date() } });
    expect((await withdraw(user, { transferId, amount })).status).toBe(201);
  });

  it('is asked for when a key is made, and one that was named anywhere is good nowhere else', async () => {
    const user = await guarded();
    expect(await makeKey(user)).toMatchObject({ status: 403, body: { code: 'code_needed' } });
    const code = codeOf(user.secret);
    const made = await Promise.all(Array.from({ length: 3 }, () => makeKey(user, { code })));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
    expect((await user.trader.get('/auth/keys')).body.keys).toHaveLength(1);
    const elsewhere = [
      await withdraw(user, { transferId: randomUUID(), code }),
      await nameCode(await challengeOf(user), code),
      await user.trader.post('/auth/second-factor/turn-off', { code }),
      await user.trader.post('/auth/second-factor/recovery-codes', { code }),
    ];
    expect(elsewhere.map(({ status, body }) => [status, body.code])).toEqual(Array(4).fill([403, 'wrong_code']));
    expect((await user.trader.get('/auth/security')).body).toMatchObject({ hasSecondFactor: true });
  });

  it('makes new recovery codes, and the former ones are good no more', async () => {
    const user = await guarded();
    const renew = (code: string) => user.trader.post('/auth/second-factor/recovery-codes', { code });
    const [first = '', second = ''] = user.recoveryCodes;
    const { status, body } = await renew(first);
    expect([status, body.recoveryCodes.length]).toEqual([200, 10]);
    secrets.push(...body.recoveryCodes);
    expect((await user.trader.get('/auth/security')).body.recoveryCodesLeft).toBe(10);
    expect((await renew(second)).status).toBe(403);
    expect((await renew(body.recoveryCodes[3])).status).toBe(200);
  });

  it('is guessed by somebody at an open screen no more often than at the sign-in, wherever it is named', async () => {
    const user = await guarded();
    const statuses = [];
    for (let time = 0; time < 3; time += 1) {
      statuses.push((await withdraw(user, { transferId: randomUUID(), code: '000000' })).status);
      statuses.push((await makeKey(user, { code: '000000' })).status);
      statuses.push((await user.trader.post('/auth/second-factor/recovery-codes', { code: '000000' })).status);
    }
    // One was taken to turn the second factor on.
    expect(statuses).toEqual(Array(9).fill(403));
    expect((await makeKey(user, { code: codeOf(user.secret) })).status).toBe(429);
  });
});

describe('turning it on and off', () => {
  it('takes a code each, and is asked for only once it is on', async () => {
    const trader = await stack.trader();
    expect((await trader.post('/auth/second-factor/turn-on', { code: '123456' })).status).toBe(403);
    const prepare = () => trader.post('/auth/second-factor/prepare', undefined);
    await prepare();
    const { secret } = (await prepare()).body;
    expect((await trader.post('/auth/second-factor/turn-on', { code: '000000' })).status).toBe(403);
    expect((await trader.post('/auth/second-factor/turn-off', { code: codeOf(secret) })).status).toBe(403);
    expect((await trader.get('/auth/security')).body).toMatchObject({ hasSecondFactor: false });
    const code = codeOf(secret);
    expect((await trader.post('/auth/second-factor/turn-on', { code })).status).toBe(200);
    expect(await prepare()).toMatchObject({ status: 409, body: { code: 'second_factor_on' } });
    // The same code, in its time step.
    expect((await trader.post('/auth/second-factor/turn-off', { code })).status).toBe(403);
    await nextStep(trader.userId);
    expect((await trader.post('/auth/second-factor/turn-off', { code: codeOf(secret) })).status).toBe(200);
    expect((await trader.get('/auth/security')).body).toMatchObject({ hasSecondFactor: false, recoveryCodesLeft: 0 });
    expect(await db.recoveryCode.count({ where: { userId: trader.userId } })).toBe(0);
  });

  it('takes the present password as well, or a link shortly before, so that nobody at an open screen turns it on', async () => {
    const trader = await stack.trader();
    expect((await trader.post('/auth/password', { password })).status).toBe(200);
    const { secret } = (await trader.post('/auth/second-factor/prepare', undefined)).body;
    const startedAt = new Date(Date.now() - 15 * 60_000 - 1_000);
    await db.userSession.updateMany({ where: { userId: trader.userId }, data: { startedAt } });
    const turnOn = (more: object) => trader.post('/auth/second-factor/turn-on', { code: codeOf(secret), ...more });
    expect(await turnOn({})).toMatchObject({ status: 403, body: { code: 'proof_needed' } });
    const wrong = await turnOn({ presentPassword: `${password}!` });
    expect(wrong).toMatchObject({ status: 403, body: { code: 'wrong_password' } });
    expect((await trader.get('/auth/security')).body.hasSecondFactor).toBe(false);
    expect((await turnOn({ presentPassword: password })).status).toBe(200);
  });

  it('a recovery code turns it off, and the password alone signs in again', async () => {
    const user = await guarded();
    const code = user.recoveryCodes[9] ?? '';
    expect((await user.trader.post('/auth/second-factor/turn-off', { code })).status).toBe(200);
    expect((await byPassword(user)).status).toBe(200);
  });

  it('after the key was changed the recovery codes still help, and the log says what is wrong', async () => {
    const user = await guarded();
    const { api, url: other } = await stack.addApi({ SECOND_FACTOR_SECRET: 'Zq3v9K1xW7pLr5TnB8sYh2Dj6Gm4Fc0E' });
    await api.start();
    const there = user.trader.at(other);
    expect((await there.post('/auth/second-factor/turn-off', { code: codeOf(user.secret) })).status).toBe(403);
    expect(api.log()).toContain('a second factor cannot be decrypted');
    expect((await there.post('/auth/second-factor/turn-off', { code: user.recoveryCodes[0] })).status).toBe(200);
    await api.stop();
  });
});
