import { isRejectionCode, REJECTIONS } from '@fulcrum/cfd';

/** Refusals that do not come from the engine: their meaning to a trader, and what to do. */
const SENTENCES: Readonly<Record<string, string>> = {
  unauthorized: 'You are signed out. Sign in again.',
  unavailable: 'The exchange cannot take orders at the moment. Nothing was done; try again shortly.',
  too_many_requests: 'Too many requests. Wait some seconds and try again.',
  offline: 'There is no network. Nothing was sent, and nothing will be: try again when it is back.',
  clocks_apart:
    'The clocks of this device and of the server do not agree. Nothing was opened; wait some seconds and try again, and if that does not help, let the device set its time by itself and reload the page.',
  agreement_required:
    'Nothing was opened: read the terms and the risk warning first, and agree to them on the page Profile.',
  not_done: 'Nothing was done. Try again.',
};

/**
 * What a refusal means to a trader, and what to do about it.
 *
 * @param message what the server said, for codes that are not known here.
 */
export function refusalText(code: string, message: string): string {
  return isRejectionCode(code) ? REJECTIONS[code].sentence : (SENTENCES[code] ?? message);
}

/** The sentence for a request whose outcome is unknown. The list of orders will show it. */
export const UNKNOWN_OUTCOME =
  'No answer came. The request may still be carried out: look at your positions before you send it again.';
