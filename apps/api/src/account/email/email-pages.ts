import type { Response } from 'express';
import { escaped, productPage } from '../../sign-in/product-page.ts';
import type { ChangeLink } from './email-changes.ts';

const TITLE = 'Change of an e-mail address';

/** From the page of a link to the screen. */
const TO_SCREEN = '../../../../';

/** Asks whether to agree. The form goes to the address of this very page, with its token. */
export function askPage(response: Response, { side, oldEmail, newEmail }: ChangeLink): string {
  const what =
    side === 'old'
      ? `The account of <strong>${escaped(oldEmail)}</strong> shall have the address <strong>${escaped(newEmail)}</strong>.`
      : `Somebody’s account shall have the address <strong>${escaped(newEmail)}</strong>.`;
  return productPage(
    response,
    TITLE,
    `<p>${what} If you did not ask for this, close this page.</p>\n<form method="post"><button>Agree</button></form>`,
  );
}

export function tellPage(response: Response, message: string): string {
  const back = `<a class="button" href="${TO_SCREEN}">Go to the trading screen</a>`;
  return productPage(response, TITLE, `<p>${escaped(message)}</p>\n${back}`);
}
