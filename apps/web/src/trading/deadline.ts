import { clientNow, isServerTimeKnown, serverNow } from '../clock/server-clock.ts';
import { fetchQuotes } from '../market/price-sources.ts';

/** A request holds for this long after the press, which meant the price on the screen. */
export const VALID_MS = 3_000;

/** A deadline is surely over one second later, because clocks are compared over a network. */
const MARGIN_MS = 1_000;

/**
 * The time until which a request may be carried out, by the server's clock.
 *
 * @param meantAt the time of the press, by this computer's clock.
 * @returns undefined when the server's time cannot be learnt. Nothing may be sent then.
 */
export async function deadline(meantAt = clientNow()): Promise<number | undefined> {
  if (!isServerTimeKnown()) await fetchQuotes().catch(() => {});
  return isServerTimeKnown() ? Math.ceil(serverNow(meantAt)) + VALID_MS : undefined;
}

/** Whether a request with this deadline can surely not be carried out any more. */
export function isOver(validUntil: number): boolean {
  return serverNow() > validUntil + MARGIN_MS;
}
