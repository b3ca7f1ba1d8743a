import type { Problem } from '@fulcrum/http';
import type { Request, Response } from 'express';
import { wantsPage } from './names-json.ts';
import { escaped, productPage } from './product-page.ts';

/** Where links lead, below whatever path the API is served at. */
const SIGN_IN_PATH = '/auth/signin/verify';
const EMAIL_PATH = '/account/email/confirm';

/** From there to the screen. */
const TO_SCREEN = '../../../../';

/** Whether somebody who follows a link looks at the answer in a browser. A program gets a problem. */
export function isLinkFollowed(request: Request): boolean {
  return [SIGN_IN_PATH, EMAIL_PATH].some((path) => request.path.endsWith(path)) && wantsPage(request);
}

/** Says to people why a link does not do what it was sent for, and what to do. */
export function linkFailedPage(response: Response, path: string, problem: Problem): string {
  const { status, code, message } = problem;
  if (status === 503) {
    const again = '<a class="button" href="">Try again</a>';
    return productPage(response, 'Not at the moment', `<p>${escaped(message)} Your link is still good.</p>\n${again}`);
  }
  if (path.endsWith(EMAIL_PATH)) return emailLinkFailedPage(response, problem);
  const why =
    code === 'invalid_link' || status === 400
      ? 'It has been used, or is more than fifteen minutes old, or was not copied as a whole. Each link signs in once.'
      : escaped(message);
  const body = `<p>${why} You may be signed in already; if not, ask for a new link on the trading screen.</p>
<a class="button" href="${TO_SCREEN}">Go to the trading screen</a>`;
  return productPage(response, 'This link does not sign in', body);
}

function emailLinkFailedPage(response: Response, { status, message }: Problem): string {
  const why =
    status === 400 || status === 401
      ? 'It is more than an hour old, or both links were followed already, or another change was asked for, or it was not copied as a whole.'
      : escaped(message);
  return productPage(
    response,
    'This link changes no address',
    `<p>${why}</p>\n<a class="button" href="${TO_SCREEN}">Go to the trading screen</a>`,
  );
}
