import { z } from 'zod';
import { CLIENT_NAMES, CLIENTS, type ClientName, type DemoClient } from '../../people/clients.ts';
import type { People } from '../../people/people.ts';
import type { Session } from '../../product/session.ts';
import type { Outcome, Tally } from '../../product/tally.ts';
import { specimenImage } from '../../specimens/specimen-image.ts';
import { specimenPage } from '../../specimens/specimen-page.ts';

const check = z.object({ state: z.string(), missing: z.array(z.string()) });
const questionnaire = z.object({
  version: z.int(),
  questions: z.array(z.object({ id: z.string(), choices: z.array(z.object({ id: z.string() })) })),
});

/** Answers of who knows about trading with leverage. */
const EXPERIENCED: Readonly<Record<string, string>> = {
  ...{ leveraged_years: 'over_3', trades_per_year: 'from_11_to_50', learned_from: 'by_myself' },
  ...{ leverage_effect: 'fifty', liquidation: 'closed', stop_loss: 'next_price' },
  ...{ yearly_income: 'from_50k_to_100k', savings: 'from_50k_to_250k', bearable_loss: 'noticeable' },
  source_of_funds: 'salary',
};

/** Those of who has to be warned. */
const BEGINNER: Readonly<Record<string, string>> = {
  ...EXPERIENCED,
  leveraged_years: 'never',
  trades_per_year: 'none',
};

/** Lets the clients answer the questionnaire, and send documents, which are specimens. */
export async function sendIdentities(clients: People<ClientName>, tally: Tally): Promise<void> {
  for (const name of CLIENT_NAMES) {
    const planned: DemoClient = CLIENTS[name];
    if (planned.identity === 'none') continue;
    await tally.want(`identity check of ${planned.email}`, () => send(clients[name], planned));
  }
}

async function send(client: Session, planned: DemoClient): Promise<Outcome> {
  const { state, missing } = await client.get('/account/identity', check);
  if (state !== 'none') return 'there';
  for (const kind of missing) await sendDocument(client, planned, kind);
  await client.post('/account/identity/submit', await submission(client, planned));
  return 'added';
}

function sendDocument(client: Session, { name, address }: DemoClient, kind: string): Promise<void> {
  const isImage = kind.startsWith('identity');
  const query = new URLSearchParams({ kind, name: `specimen-${kind}.${isImage ? 'png' : 'pdf'}` });
  const file = isImage
    ? { mediaType: 'image/png', bytes: specimenImage(name) }
    : { mediaType: 'application/pdf', bytes: specimenPage(name, address) };
  return client.upload(`/account/identity/documents?${query}`, file);
}

async function submission(client: Session, planned: DemoClient): Promise<object> {
  const { name: fullName, dateOfBirth, address, country, isExperienced } = planned;
  const { version, questions } = await client.get('/account/identity/questionnaire', questionnaire);
  const chosen = isExperienced ? EXPERIENCED : BEGINNER;
  return {
    ...{ fullName, dateOfBirth, address, nationality: country, taxResidence: country },
    questionnaireVersion: version,
    // A question that is newer than these answers is answered with its first choice.
    answers: Object.fromEntries(questions.map(({ id, choices }) => [id, chosen[id] ?? choices[0]?.id])),
    ...(!isExperienced && { hasReadWarning: true }),
  };
}
