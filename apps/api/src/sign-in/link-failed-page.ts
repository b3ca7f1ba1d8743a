import type { Request, Response } from 'express';
import type { Problem } from '../http/problem.ts';
import { wantsPage } from './names-json.ts';
import { escaped, productPage } from './product-page.ts';

/** Where links lead, below whatever path the API is served at. */
const LINK_PATH = '/auth/signin/verify';

/** From there to the screen. */
const TO_SCREEN = '../../../../';

/** Whether somebody who follows a link looks at the answer in a browser. A program gets a problem. */
export function isLinkFollowed(request: Request): boolean {
  return request.path.endsWith(LINK_PATH) && wantsPage(request);
}

/** Says to people why a link does not sign them in, and what to do. */
export function linkFailedPage(response: Response, { status, code, message }: Problem): string {
  if (status === 503) {
    const again = '<a class="button" href="">Try again</a>';
    return productPage(response, 'Not at the moment', `<p>${escaped(message)} Your link is still good.</p>\n${again}`);
  }
  const why =
    code === 'invalid_link' || status === 400
      ? 'It has been used, or is more than fifteen minutes old, or was not copied as a whole. Each link signs in once.'
      : escaped(message);
  const body = `<p>${why} You may be signed in already; if not, ask for a new link on the trading screen.</p>
<a class="button" href="${TO_SCREEN}">Go to the trading screen</a>`;
  return productPage(response, 'This link does not sign in', body);
}
