import { type Instrument, openingPrice, type Side } from '@fulcrum/cfd';
import { useIsOnline } from '../api/online.ts';
import { useQuote } from '../market/use-quote.ts';
import { priceText } from '../numbers/amounts.ts';
import { Button } from '../ui/Button.tsx';
import sideStyles from './fields/SideButtons.module.css';

export interface OneClickButtonsProps {
  readonly instrument: Instrument;
  /** Whether an order may be sent now. */
  readonly isPossible: boolean;
  readonly onPress: (side: Side) => void;
}

/** Open a position at once, with what stands in the ticket. */
export function OneClickButtons({ instrument, isPossible, onPress }: OneClickButtonsProps) {
  const quote = useQuote(instrument.asset);
  const isOnline = useIsOnline();
  const button = (side: Side, name: string) => (
    <Button
      type="button"
      look={side}
      disabled={!isPossible || !isOnline || quote === undefined}
      focusableWhenDisabled
      onClick={({ detail }) => {
        // The second click of a double click is no second order.
        if (detail <= 1) onPress(side);
      }}
    >
      {name} {quote === undefined ? '' : priceText(openingPrice(side, quote), instrument)}
    </Button>
  );
  return (
    <fieldset className={sideStyles.oneClick} aria-label="One-click trading">
      {button('sell', 'Sell now')}
      {button('buy', 'Buy now')}
    </fieldset>
  );
}
