import type { Instrument, Money } from '@fulcrum/cfd';
import { useMemo } from 'react';
import { serverNow } from '../../clock/server-clock.ts';
import type { LiveQuote } from '../../feed/quotes.ts';
import { usePriceSources } from '../../market/price-sources.ts';
import { useFreshness } from '../../market/use-quote.ts';
import { type Incomplete, type ResolvedTicket, resolveTicket, type TicketMarket } from './resolve-ticket.ts';
import type { TicketForm } from './ticket-form.ts';

/** The market at the current quote; undefined without a quote or a connection. */
export function useTicketMarket(
  instrument: Instrument,
  quote: LiveQuote | undefined,
  balance: Money | undefined,
): TicketMarket | undefined {
  const freshness = useFreshness(instrument);
  const held = usePriceSources().data?.get(instrument.asset)?.held;
  return useMemo(() => {
    if (quote === undefined || freshness === 'none') return undefined;
    // The freshness was judged a moment ago. The ticket must not contradict it.
    const now = freshness === 'live' ? quote.time : serverNow();
    return { instrument, quote, held, now, balance };
  }, [instrument, quote, held, balance, freshness]);
}

/** The ticket worked out in this market. */
export function useResolvedTicket(
  form: TicketForm,
  market: TicketMarket | undefined,
): ResolvedTicket | Incomplete | undefined {
  return useMemo(() => market && resolveTicket(form, market), [form, market]);
}
