import type { OpeningRequest } from '@fulcrum/core';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { type NewOrder, newOrderId, openOrder } from '../trading/orders.ts';
import { refusalText, UNKNOWN_OUTCOME } from '../trading/refusals.ts';

/** Sends orders of one asset, one at a time: a second press while the first is under way is no second order. */
export function useSend(asset: string, onOpened: () => void) {
  const isUnderWay = useRef(false);
  const { mutate, data, isPending } = useMutation({
    mutationFn: openOrder,
    onSuccess: (outcome) => {
      if (outcome === 'done') onOpened();
    },
    onSettled: () => {
      isUnderWay.current = false;
    },
  });
  const send = (request: OpeningRequest) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    mutate(toNewOrder(asset, request));
  };
  return { send, isPending, failure: failureOf(data) };
}

function failureOf(outcome: Awaited<ReturnType<typeof openOrder>> | undefined): string | undefined {
  if (outcome === undefined || outcome === 'done') return undefined;
  return outcome === 'unknown' ? UNKNOWN_OUTCOME : refusalText(outcome.code, outcome.message);
}

/** Absent fields are absent, as the API has it. */
function toNewOrder(asset: string, request: OpeningRequest): NewOrder {
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  return { orderId: newOrderId(), asset, ...(Object.fromEntries(given) as Omit<NewOrder, 'orderId' | 'asset'>) };
}
