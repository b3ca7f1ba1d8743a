import { grouped } from '../../numbers/amounts.ts';
import { ageText } from '../blocks/values/age-text.ts';
import { Badge } from '../blocks/values/Badge.tsx';

interface Quote {
  readonly bid: string;
  readonly ask: string;
  readonly ageMs: number;
  readonly stale: boolean;
}

/** The price of an instrument. */
export function QuotePrice({ quote }: { readonly quote: Quote | null }) {
  return quote === null ? (
    <span className="muted">no price yet</span>
  ) : (
    <>
      {grouped(quote.bid)} / {grouped(quote.ask)}
    </>
  );
}

/** How old a price was when it was asked for. @param isStale nobody can open at it any more. */
export function QuoteAge({ quote }: { readonly quote: Quote | null }) {
  if (quote === null) return null;
  return quote.stale ? <Badge text={`stale: ${ageText(quote.ageMs)}`} tone="bad" /> : ageText(quote.ageMs);
}
