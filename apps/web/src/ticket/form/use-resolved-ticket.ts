import type { Instrument, Money } from '@fulcrum/cfd';
import { useMemo } from 'react';
import { serverNow } from '../../clock/server-clock.ts';
import type { LiveQuote } from '../../feed/quotes.ts';
import { usePriceSources } from '../../market/price-sources.ts';
import { useFreshness } from '../../market/use-quote.ts';
import { type Incomplete, type ResolvedTicket, resolveTicket } from './resolve-ticket.ts';
import type { TicketForm } from './ticket-form.ts';

/** The ticket worked out at the current quote; undefined without a quote or a connection. */
export function useResolvedTicket(
  form: TicketForm,
  instrument: Instrument,
  quote: LiveQuote | undefined,
  balance: Money | undefined,
): ResolvedTicket | Incomplete | undefined {
  const freshness = useFreshness(instrument);
  const held = usePriceSources().data?.get(instrument.asset)?.held;
  return useMemo(() => {
    if (quote === undefined || freshness === 'none') return undefined;
    // The freshness was judged a moment ago. The ticket must not contradict it.
    const now = freshness === 'live' ? quote.time : serverNow();
    return resolveTicket(form, { instrument, quote, held, now, balance });
  }, [form, instrument, quote, held, balance, freshness]);
}
