import type { OpeningRequest } from '@fulcrum/core';
import { useIsMutating, useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { notify } from '../notices/notices.ts';
import { assetText } from '../trading/amounts.ts';
import { type NewOrder, newOrderId, type Outcome, openOrder } from '../trading/orders.ts';
import { refusalText, UNKNOWN_OUTCOME } from '../trading/refusals.ts';

/** Assets of which an order is under way: also while another one's ticket is looked at. */
const underWay = new Set<string>();

/** By then the emptied ticket is drawn, and cannot be sent by a key that is pressed twice. */
const REDRAWN_MS = 250;

/** Sends orders of one asset, one at a time: a second press while the first is under way is no second order. */
export function useSend(asset: string, onOpened: () => void) {
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const mutationKey = ['open-order', asset];
  const { mutate, data, reset } = useMutation({
    mutationKey,
    mutationFn: openOrder,
    onSuccess: (outcome) => {
      if (outcome === 'done') onOpened();
      else if (!isShown.current) sayElsewhere(asset, outcome);
    },
    onSettled: () => setTimeout(() => underWay.delete(asset), REDRAWN_MS),
  });
  const isPending = useIsMutating({ mutationKey }) > 0;
  const send = (request: OpeningRequest) => {
    if (underWay.has(asset)) return;
    underWay.add(asset);
    mutate(toNewOrder(asset, request));
  };
  const failure = data === undefined || data === 'done' ? undefined : failureText(data);
  return { send, isPending, failure, forget: reset };
}

function failureText(outcome: Exclude<Outcome, 'done'>): string {
  return outcome === 'unknown' ? UNKNOWN_OUTCOME : refusalText(outcome.code, outcome.message);
}

/** The ticket that the order came from is not there any more to say it. */
function sayElsewhere(asset: string, outcome: Exclude<Outcome, 'done'>): void {
  const title = outcome === 'unknown' ? 'No answer' : 'Not opened';
  notify({ kind: 'warn', title: `${title}: ${assetText(asset)}`, text: failureText(outcome) });
}

/** Absent fields are absent, as the API has it. */
function toNewOrder(asset: string, request: OpeningRequest): NewOrder {
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  return { orderId: newOrderId(), asset, ...(Object.fromEntries(given) as Omit<NewOrder, 'orderId' | 'asset'>) };
}
