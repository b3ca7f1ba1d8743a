import type { Response } from 'express';
import { escaped, productPage } from './product-page.ts';
import type { LinkOwner } from './sign-in-links.ts';

/**
 * Asks whether to sign in, and as whom: mail scanners that only look leave the link good, and whoever was sent somebody
 * else's link sees it. The form goes to the address of this very page, with its token. Where a password was chosen with
 * the link, its owner may refuse it: somebody else may have asked for the link.
 */
export function signInPage(response: Response, { email, hasPassword }: LinkOwner, token: string): string {
  const body = `<p>You will be signed in as <strong>${escaped(email)}</strong>. If this is not your address, close this page.</p>
${hasPassword ? passwordForms(token) : '<form method="post"><button>Sign in</button></form>'}`;
  return productPage(response, 'Sign in to Fulcrum', body);
}

function passwordForms(token: string): string {
  const drop = `?token=${encodeURIComponent(token)}&password=drop`;
  return `<p>Whoever asked for this link chose a password for your new account. Was it you?</p>
<form method="post"><button>Yes, sign in and keep the password</button></form>
<form method="post" action="${escaped(drop)}"><button>No, sign in without that password</button></form>`;
}
