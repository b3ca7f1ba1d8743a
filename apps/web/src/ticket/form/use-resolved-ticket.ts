import type { Instrument, Money } from '@fulcrum/cfd';
import { useMemo } from 'react';
import { serverNow } from '../../clock/server-clock.ts';
import type { LiveQuote } from '../../feed/quotes.ts';
import { usePriceSources } from '../../market/price-sources.ts';
import { useFreshness } from '../../market/use-quote.ts';
import { useNetting } from '../netting/use-netting.ts';
import { type Incomplete, type ResolvedTicket, resolveTicket } from './resolve-ticket.ts';
import type { TicketForm } from './ticket-form.ts';
import type { TicketMarket } from './ticket-outcome.ts';

/** The market at the current quote, and what the order may close there; undefined without a quote or a connection. */
export function useTicketMarket(
  instrument: Instrument,
  quote: LiveQuote | undefined,
  balance: Money | undefined,
  isReduceOnly: boolean,
): TicketMarket | undefined {
  const freshness = useFreshness(instrument);
  const netting = useNetting(instrument, isReduceOnly);
  const held = usePriceSources().data?.get(instrument.asset)?.held;
  return useMemo(() => {
    if (quote === undefined || freshness === 'none') return undefined;
    // The freshness was judged a moment ago. The ticket must not contradict it.
    const now = freshness === 'live' ? quote.time : serverNow();
    return { instrument, quote, held, now, balance, ...netting };
  }, [instrument, quote, held, balance, freshness, netting]);
}

/** The ticket worked out in this market. */
export function useResolvedTicket(
  form: TicketForm,
  market: TicketMarket | undefined,
): ResolvedTicket | Incomplete | undefined {
  return useMemo(() => market && resolveTicket(form, market), [form, market]);
}
