import type { Response } from 'express';
import { escaped, productPage } from './product-page.ts';

/**
 * Asks whether to sign in, and as whom: mail scanners that only look leave the link good, and whoever was sent somebody
 * else's link sees it. The form goes to the address of this very page, with its token.
 */
export function signInPage(response: Response, email: string): string {
  const body = `<p>You will be signed in as <strong>${escaped(email)}</strong>. If this is not your address, close this page.</p>
<form method="post"><button>Sign in</button></form>`;
  return productPage(response, 'Sign in to Fulcrum', body);
}
