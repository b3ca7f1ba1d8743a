import { clientNow, isServerTimeKnown, serverNow } from '../clock/server-clock.ts';
import { fetchQuotes } from '../market/price-sources.ts';

/** What is pressed is meant at the price that is seen: so long after it, it is not carried out any more. */
export const VALID_MS = 3_000;

/** Clocks are compared over a network, so one second more has to pass until a deadline is over for sure. */
const MARGIN_MS = 1_000;

/**
 * Until when a request may be carried out, by the server's clock.
 *
 * @param meantAt when it was pressed, by this computer's clock: now, if nothing is said.
 * @returns undefined when the server's time is not known and cannot be had: then nothing may be sent.
 */
export async function deadline(meantAt = clientNow()): Promise<number | undefined> {
  if (!isServerTimeKnown()) await fetchQuotes().catch(() => {});
  return isServerTimeKnown() ? Math.ceil(serverNow(meantAt)) + VALID_MS : undefined;
}

/** Whether nothing can happen any more to a request that was valid until then. */
export function isOver(validUntil: number): boolean {
  return serverNow() > validUntil + MARGIN_MS;
}
