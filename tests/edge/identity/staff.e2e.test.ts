import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '@fulcrum/db';
import { afterAll, describe, expect, it } from 'vitest';
import { samplePng } from '../../../packages/identity/src/testing/sample-documents.ts';
import { staffMember } from '../../support/desk/staff.ts';
import { SUBMISSION, sendDocuments } from '../../support/identity/identity-client.ts';
import type { Stack } from '../../support/stack.ts';
import type { Trader } from '../../support/trader.ts';
import { beforeAllWithSharedStack } from '../../support/use-shared-stack.ts';

/** What staff see of identity checks, and how they decide about them. */

let stack: Stack;
let url: string;
let db: Database;
let compliance: Trader;
let support: Trader;

beforeAllWithSharedStack(async (shared) => {
  stack = shared;
  url = stack.apiUrls[0] ?? '';
  db = connectDatabase(stack.devstack.postgres.url, 2);
  compliance = await staffMember(stack, db, 'compliance');
  support = await staffMember(stack, db, 'support');
});

afterAll(() => db?.$disconnect());

/** A client whose identity waits to be looked at. */
async function waiting(trader?: Trader): Promise<{ client: Trader; documents: string[] }> {
  const client = trader ?? (await stack.trader());
  const documents = await sendDocuments(url, client);
  expect((await client.post('/account/identity/submit', SUBMISSION)).status).toBe(200);
  return { client, documents };
}

const versionOf = async ({ userId }: Trader): Promise<number> =>
  (await compliance.get(`/desk/identity/${userId}`)).body.version;
const decide = (by: Trader, { userId }: Trader, decision: object) =>
  by.post(`/desk/identity/${userId}/decision`, decision);
const audited = (userId: string) => db.auditEntry.findMany({ where: { subject: userId }, orderBy: { number: 'asc' } });
const actsOn = async (userId: string) => (await audited(userId)).map(({ act, actor }) => [act, actor]);

describe('identity checks', () => {
  it('are listed the one that waits for longest first, page by page, each once', async () => {
    const made = [await waiting(), await waiting(), await waiting()].map(({ client }) => client.userId);
    const seen: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const { body } = await support.get(`/desk/identity?limit=2${after}`);
      seen.push(...body.identities.map(({ userId }: { userId: string }) => userId));
      after = body.next && `&after=${body.next}`;
    }
    expect(seen.filter((userId) => made.includes(userId))).toEqual(made);
    expect((await support.get('/desk/identity?state=none')).status).toBe(400);
    expect((await support.get('/desk/identity?after=x')).status).toBe(400);
  });

  it('are in the list of their state, also once it is over', async () => {
    const { client } = await waiting();
    const { userId } = client;
    const states = async () => {
      const found = [];
      for (const state of ['submitted', 'in_review', 'approved', 'refused', 'expired']) {
        const { body } = await support.get(`/desk/identity?state=${state}&limit=100`);
        const own = body.identities.filter((row: { userId: string }) => row.userId === userId);
        found.push(...own.map((row: { state: string }) => [state, row.state]));
      }
      return found;
    };
    expect(await states()).toEqual([['submitted', 'submitted']]);
    await decide(compliance, client, { version: await versionOf(client), decision: 'approve' });
    expect(await states()).toEqual([['approved', 'approved']]);
    await db.identityCheck.update({ where: { userId }, data: { expiresAt: new Date(0) } });
    expect(await states()).toEqual([['expired', 'expired']]);
  });

  it('show what the client said and sent, to those whom it concerns, and documents to compliance alone', async () => {
    const { client, documents } = await waiting();
    const path = `/desk/identity/${client.userId}`;
    expect((await support.get(path)).body).toMatchObject({
      ...{ userId: client.userId, email: client.email, state: 'submitted', result: 'appropriate' },
      person: { fullName: 'Ada Lovelace', dateOfBirth: '1990-12-10', taxResidence: 'PT' },
      answers: SUBMISSION.answers,
      documents: [{ id: documents[0], kind: 'identity_front', name: 'passport.png' }, { kind: 'address_proof' }],
    });
    const dealer = await staffMember(stack, db, 'dealer');
    const admin = await staffMember(stack, db, 'admin');
    expect(await dealer.get(path)).toMatchObject({ status: 403, body: { code: 'role_may_not' } });
    expect((await admin.get(path)).status).toBe(200);
    for (const other of [support, dealer, admin, client])
      expect((await other.get(`/desk/identity/documents/${documents[0]}`)).status).toBe(403);
    expect(await actsOn(client.userId)).toEqual([]);
  });

  it('have each reading of a document on record, and send it as a file that no browser shows', async () => {
    const { client, documents } = await waiting();
    const answer = await fetch(`${url}/api/v1/desk/identity/documents/${documents[0]}`, {
      headers: { authorization: `Bearer ${compliance.token}` },
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(samplePng());
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': "attachment; filename*=UTF-8''passport.png",
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(await audited(client.userId)).toMatchObject([
      { act: 'read-document', actor: compliance.userId, role: 'compliance' },
    ]);
    expect((await compliance.get(`/desk/identity/documents/${randomUUID()}`)).status).toBe(404);
  });
});

describe('a decision', () => {
  it('approves, for as long as the setting says, on record, with an action and a notice', async () => {
    const { client } = await waiting();
    const { userId } = client;
    const version = await versionOf(client);
    expect((await compliance.post(`/desk/identity/${userId}/review`, { version })).body).toMatchObject({
      ...{ state: 'in_review', reviewedBy: compliance.userId },
    });
    expect((await client.get('/account/identity')).body.state).toBe('in_review');
    const { status, body } = await decide(compliance, client, { version, decision: 'approve' });
    expect([status, body]).toMatchObject([200, { state: 'approved', decidedBy: compliance.userId, reason: null }]);
    expect(body.expiresAt - body.decidedAt).toBe(730 * 86_400_000);
    expect((await client.get('/account/identity')).body).toMatchObject({ state: 'approved', keepsFrom: [] });
    expect(await actsOn(userId)).toEqual([
      ['review-identity', compliance.userId],
      ['decide-identity', compliance.userId],
    ]);
    expect(await db.deskAction.findMany({ where: { userId } })).toMatchObject([
      { kind: 'decide-identity', state: 'done', askedBy: compliance.userId, takesTwo: false },
    ]);
    expect(await db.notice.findMany({ where: { userId, kind: 'identity' } })).toMatchObject([
      { lines: ['It is approved.'] },
    ]);
  });

  it('refuses with a reason, which the client reads and the mail does not tell, and takes an approval back', async () => {
    const { client } = await waiting();
    const { userId } = client;
    const version = await versionOf(client);
    const refusal = { version, decision: 'refuse', reason: 'The photo <b>cannot</b> be read.' };
    expect(await decide(compliance, client, { ...refusal, reason: undefined })).toMatchObject({
      ...{ status: 400, body: { errors: { reason: expect.any(String) } } },
    });
    expect((await decide(compliance, client, { ...refusal, reason: 'two\nlines' })).status).toBe(400);
    await decide(compliance, client, { version, decision: 'approve' });
    const taken = await decide(compliance, client, { ...refusal, version: version + 1 });
    expect(taken.body).toMatchObject({ state: 'refused', expiresAt: null });
    expect((await client.get('/account/identity')).body).toMatchObject({
      ...{ state: 'refused', reason: refusal.reason, mayChange: true },
    });
    const notices = await db.notice.findMany({ where: { userId, kind: 'identity' } });
    expect(notices).toHaveLength(2);
    expect(JSON.stringify(notices)).not.toContain('photo');
    const [, last] = await audited(userId);
    expect(JSON.parse(last?.content ?? '')).toMatchObject({ reason: refusal.reason, before: { state: 'approved' } });
  });

  it('is not made about what was changed since it was looked at', async () => {
    const { client } = await waiting();
    const version = await versionOf(client);
    await decide(compliance, client, { version, decision: 'refuse', reason: 'Not yet.' });
    expect((await client.post('/account/identity/submit', SUBMISSION)).status).toBe(200);
    const changed = { status: 409, body: { code: 'identity_changed' } };
    for (const stale of [version, version + 1])
      expect(await decide(compliance, client, { version: stale, decision: 'approve' })).toMatchObject(changed);
    expect(await compliance.post(`/desk/identity/${client.userId}/review`, { version })).toMatchObject(changed);
    expect((await client.get('/account/identity')).body.state).toBe('submitted');
    expect((await decide(compliance, client, { version: version + 2, decision: 'approve' })).status).toBe(200);
  });

  it('is made once by two who decide at once, and is on record once', async () => {
    const { client } = await waiting();
    const version = await versionOf(client);
    const other = await staffMember(stack, db, 'compliance');
    const answers = await Promise.all([
      decide(compliance, client, { version, decision: 'approve' }),
      decide(other, client, { version, decision: 'refuse', reason: 'No.' }),
      decide(other, client, { version, decision: 'approve' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await actsOn(client.userId)).map(([act]) => act)).toEqual(['decide-identity']);
  });

  it('is made by compliance alone, about what was sent, and never about oneself', async () => {
    const nobody = await stack.trader();
    expect((await decide(compliance, nobody, { version: 0, decision: 'approve' })).body.code).toBe('identity_changed');
    await sendDocuments(url, nobody);
    const version = await versionOf(nobody);
    expect((await decide(compliance, nobody, { version, decision: 'approve' })).body.code).toBe('identity_decided');
    const own = await staffMember(stack, db, 'compliance');
    await waiting(own);
    expect(await decide(own, own, { version: await versionOf(own), decision: 'approve' })).toMatchObject({
      ...{ status: 403, body: { code: 'own_account' } },
    });
    const { client } = await waiting();
    for (const other of [support, client])
      expect((await decide(other, client, { version: await versionOf(client), decision: 'approve' })).status).toBe(403);
  });
});
