import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { notify } from '../../notices/notices.ts';
import { assetText } from '../../numbers/amounts.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { lookAgain } from '../orders/own-orders.ts';
import { type NewVenueOrder, type Placed, placeOrder } from '../orders/send-orders.ts';
import { ARRIVED_ORDER, explainRefusal, UNKNOWN_ORDER } from '../orders/venue-refusals.ts';
import { useExpiryReason } from '../past/expiries.ts';
import { placedText } from './placed-text.ts';
import { changeSpotForm, type SpotForm } from './spot-form.ts';

/** Why an order was refused, and at which field that is shown. */
export type Refusal = ReturnType<typeof explainRefusal>;

const DOUBTS = { unknown: UNKNOWN_ORDER, arrived: ARRIVED_ORDER } as const;

/** Places orders of one market, one at a time. The size is emptied afterwards, so that neither a hasty press sends it again. */
export function usePlaceOrder(market: VenueMarket) {
  const client = useQueryClient();
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  /** The form that was sent last: a second press may come before the emptied one is drawn. */
  const sent = useRef<SpotForm>(undefined);
  const { mutate, data, variables, isPending, reset } = useMutation({
    mutationFn: ({ order }: { readonly order: NewVenueOrder; readonly form: SpotForm }) => placeOrder(order),
    onSuccess: (outcome) => {
      if (outcome.type !== 'refused') changeSpotForm(market.asset, { size: '' });
      else sent.current = undefined;
      if (!isShown.current) sayElsewhere(market, outcome);
      void lookAgain(client);
    },
  });
  const place = (order: NewVenueOrder, form: SpotForm) => {
    if (isPending || form === sent.current) return;
    sent.current = form;
    mutate({ order, form });
  };
  const forget = () => {
    if (!isPending) reset();
  };
  const refusal =
    data?.type === 'refused' ? explainRefusal(data.code, data.message, variables?.form.isPostOnly) : undefined;
  const doubt = data?.type === 'unknown' || data?.type === 'arrived' ? DOUBTS[data.type] : undefined;
  const placed = data?.type === 'placed' ? data.order : undefined;
  const expiryReason = useExpiryReason(placed);
  const done = placed && placedText(placed, market, expiryReason);
  return { place, forget, isSending: isPending, refusal, doubt, done };
}

/** Tells by a notice what the ticket would have said, because another one is shown. */
function sayElsewhere({ asset }: VenueMarket, outcome: Placed): void {
  if (outcome.type === 'placed') return;
  const isRefused = outcome.type === 'refused';
  notify({
    kind: 'warn',
    title: `${isRefused ? 'Not placed' : 'No answer'}: ${assetText(asset)}`,
    text: isRefused ? explainRefusal(outcome.code, outcome.message).text : DOUBTS[outcome.type],
  });
}
