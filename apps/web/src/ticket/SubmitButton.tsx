import { type Instrument, openingPrice } from '@fulcrum/cfd';
import type { MouseEvent } from 'react';
import { useIsOnline } from '../api/online.ts';
import { useQuote } from '../market/use-quote.ts';
import { assetText, priceText } from '../numbers/amounts.ts';
import { Button } from '../ui/Button.tsx';
import type { TicketForm } from './form/ticket-form.ts';
import styles from './Ticket.module.css';

export interface SubmitButtonProps {
  readonly form: Pick<TicketForm, 'side' | 'kind'>;
  /** The price that a limit or stop order waits for, in the instrument's units, once it is known. */
  readonly waitsFor: number | undefined;
  readonly instrument: Instrument;
  readonly isSignedIn: boolean | undefined;
  /** Whether the engine would take the order, as far as the screen can tell. */
  readonly isPossible: boolean;
  readonly isSending: boolean;
}

export function SubmitButton({ form, waitsFor, instrument, isSignedIn, isPossible, isSending }: SubmitButtonProps) {
  const { side, kind } = form;
  const quote = useQuote(instrument.asset);
  const verb = side === 'buy' ? 'Buy' : 'Sell';
  const price = kind !== 'market' ? waitsFor : quote && openingPrice(side, quote);
  const at = price === undefined ? '' : ` at ${priceText(price, instrument)}`;
  const what = kind === 'market' ? `${verb} ${assetText(instrument.asset)}` : `Place ${verb.toLowerCase()} ${kind}`;
  const isOnline = useIsOnline();
  const text = isSending ? 'Sending …' : isOnline ? `${what}${at}` : OFFLINE_TEXT;
  return (
    <Button
      type="submit"
      look={side}
      disabled={isSignedIn !== false && (!isPossible || isSending || !isOnline)}
      focusableWhenDisabled
      onClick={ignoreDoubleClick}
      style={{ padding: '10px 12px', fontWeight: 600 }}
    >
      {isSignedIn === false ? (
        <>
          Sign in to {verb.toLowerCase()}
          <span className={styles.at}>{at}</span>
        </>
      ) : (
        text
      )}
    </Button>
  );
}

/** The button's text without a network. Orders are not kept to be sent later. */
const OFFLINE_TEXT = 'Offline: orders cannot be sent';

/** Ignores the second click of a double click. The answer to the first may be there before it. */
export function ignoreDoubleClick(event: MouseEvent): void {
  if (event.detail > 1) event.preventDefault();
}
