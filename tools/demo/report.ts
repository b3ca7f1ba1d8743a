import { CLIENTS } from './people/clients.ts';
import { DEMO_PASSWORD, STAFF } from './people/staff.ts';
import type { Tally } from './product/tally.ts';
import { SLOWED } from './steps/desk/acts.ts';
import { WITHDRAWALS } from './steps/money.ts';

/** What came of it, in a few lines. */
export function outcome({ added, there, leftOut }: Tally): string {
  const done =
    added === 0
      ? 'Nothing was added: all of it was there already.'
      : there === 0
        ? 'Everything is there now.'
        : `What was missing was added (${added}); the rest was there already (${there}).`;
  const missing = leftOut.map((line) => `\n  ${line}`).join('');
  return leftOut.length === 0 ? done : `${done}\nThis product, as it is set, did not take:${missing}`;
}

const { lucia, mei, henrik } = CLIENTS;

/** Where to look, whom to be, and what to try. */
export function whatToTry(url: string): string {
  const staff = STAFF.map(({ email, role }) => `    ${email.padEnd(26)} ${role}`).join('\n');
  return `
  Look at
    Trading screen  ${url}
    Desk            ${url}/desk

  Sign in as, with the password ${DEMO_PASSWORD}
${staff}
    ${mei.email.padEnd(26)} a client, as are the others that the desk lists
  These people are made up, and the password is no secret: they are for demonstration alone. To be two of them at once,
  use a private window for the second one.

  Three things to try
    1. Be the second person. As admin, go to “Approvals”: a booking of 5,000 USDC, a change of ${SLOWED}, and a price set
       by hand wait for a yes. As support, pay ${henrik.name} the ${WITHDRAWALS.large.amount} USDC that wait under “Money”: it takes two as well.
    2. Decide about an identity. As compliance, open ${lucia.name} under “Identity”, look at the specimens, and approve or
       refuse. Then sign in as ${lucia.email}, and see what it changed.
    3. Look at the risk. As dealer, see what the house carries, and who is nearest to liquidation: ${mei.name} trades with
       100 times leverage. Halt an instrument, which takes one person, and resume it, which takes two.
`;
}
