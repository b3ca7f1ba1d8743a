import type { MailOutcome } from '@fulcrum/mail';
import { expect, it } from 'vitest';
import { AuthController } from './auth.controller.ts';

const MAX_LINKS = 5;

/** Sign-ups for one address, whose mails all end as the test says, when it says so. */
function signUps() {
  const outcome = Promise.withResolvers<MailOutcome>();
  const [tokens, sent] = [new Set<string>(), new Set<string>()];
  let made = 0;
  const links = {
    create: async () => {
      if (tokens.size === MAX_LINKS) return { refused: sent.size === MAX_LINKS ? 'sent' : 'under_way' };
      made += 1;
      tokens.add(`token ${made}`);
      return { token: `token ${made}` };
    },
    withdraw: async (token: string) => void tokens.delete(token),
    noteSent: async (token: string) => void sent.add(token),
  };
  const mailer = { isLocal: false, sendLink: () => outcome.promise };
  const auth = new AuthController({ links, mailer, publicUrl: 'https://fulcrum.example' } as never);
  return { end: outcome.resolve, ask: () => auth.signUp('ada@example.com') };
}

it.each<[MailOutcome, first: object, later: object]>([
  [
    'sent',
    { status: 202 },
    { status: 429, retryAfter: 900, message: expect.stringMatching(/was sent too many links/) },
  ],
  [
    'unknown',
    { status: 503 },
    { status: 429, retryAfter: 900, message: expect.stringMatching(/was sent too many links/) },
  ],
  ['unsent', { status: 503 }, { status: 503 }],
])('a sign-up too many is told that links are on their way, until they are %s', async (outcome, first, later) => {
  const { ask, end } = signUps();
  const all = Array.from({ length: 20 }, ask).map((answer) => answer.catch((problem: unknown) => problem));
  const onTheirWay = { status: 429, retryAfter: 5, message: expect.stringMatching(/are on their way/) };
  for (const answer of all.slice(MAX_LINKS)) expect(await answer).toMatchObject(onTheirWay);
  end(outcome);
  for (const answer of all.slice(0, MAX_LINKS)) expect(await answer).toMatchObject(first);
  expect(await ask().catch((problem: unknown) => problem)).toMatchObject(later);
});
