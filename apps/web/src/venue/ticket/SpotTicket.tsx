import { useIsOnline } from '../../api/online.ts';
import { assetText } from '../../numbers/amounts.ts';
import { ignoreDoubleClick } from '../../ticket/SubmitButton.tsx';
import { Button } from '../../ui/Button.tsx';
import { useLadder, useVenue } from '../live/venue-store.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { useCapital } from '../orders/own-orders.ts';
import { resolveSpotOrder } from './resolve-spot-order.ts';
import { SpotFields } from './SpotFields.tsx';
import { SpotPreview } from './SpotPreview.tsx';
import styles from './SpotTicket.module.css';
import { changeSpotForm, type SpotForm, useSpotForm } from './spot-form.ts';
import { usePlaceOrder } from './use-place-order.ts';
import { useVenueFees } from './venue-fees.ts';

export interface SpotTicketProps {
  readonly market: VenueMarket;
  readonly userId: string | null | undefined;
  readonly onSignIn: () => void;
}

/** The ticket of the venue: an order before it is sent, with what it is worth. */
export function SpotTicket({ market, userId, onSignIn }: SpotTicketProps) {
  const form = useSpotForm(market.asset);
  const ladder = useLadder();
  const { data: capital } = useCapital(userId ?? undefined);
  const { data: fees } = useVenueFees(userId ?? undefined);
  const order = resolveSpotOrder(form, { market, ladder, capital, fees });
  const placing = usePlaceOrder(market);
  const change = (changes: Partial<SpotForm>) => {
    // What was said of the last order does not concern a changed one.
    placing.forget();
    changeSpotForm(market.asset, changes);
  };
  const submit = () => {
    if (userId === null) onSignIn();
    else if (order.type === 'resolved') placing.place(order.order, form);
  };
  return (
    <section className={styles.ticket} aria-label="Spot order ticket">
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <SpotFields {...{ form, market, order }} refusal={placing.refusal} onChange={change} />
        <SpotPreview {...{ form, market, order, capital }} />
        <PlaceButton
          {...{ form, market, userId }}
          isPossible={order.type === 'resolved'}
          isSending={placing.isSending}
        />
        <p className={styles.message} role="alert">
          {placing.refusal?.field === 'form' ? placing.refusal.text : placing.doubt}
        </p>
        <p className={styles.done} role="status">
          {placing.done}
        </p>
      </form>
    </section>
  );
}

interface PlaceButtonProps extends Pick<SpotTicketProps, 'market' | 'userId'> {
  readonly form: SpotForm;
  readonly isPossible: boolean;
  readonly isSending: boolean;
}

function PlaceButton({ form: { side }, market, userId, isPossible, isSending }: PlaceButtonProps) {
  const isOnline = useIsOnline();
  const isConnected = useVenue((state) => state.isConnected === true);
  const verb = side === 'buy' ? 'Buy' : 'Sell';
  const isVisitor = userId === null;
  const text = !isOnline
    ? 'Offline: orders cannot be sent'
    : isSending
      ? 'Sending …'
      : `${verb} ${assetText(market.asset)}`;
  return (
    <Button
      type="submit"
      look={side}
      disabled={!isVisitor && (!isPossible || isSending || !isOnline || !isConnected || userId === undefined)}
      focusableWhenDisabled
      onClick={ignoreDoubleClick}
      style={{ padding: '10px 12px', fontWeight: 600 }}
    >
      {isVisitor ? `Sign in to ${verb.toLowerCase()}` : text}
    </Button>
  );
}
