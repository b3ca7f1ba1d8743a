import { useIsMutating, useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { notify } from '../notices/notices.ts';
import { assetText } from '../numbers/amounts.ts';
import { type NewOrder, type Outcome, openOrder } from '../trading/orders.ts';
import { refusalText, UNKNOWN_OUTCOME } from '../trading/refusals.ts';
import type { TicketForm } from './form/ticket-form.ts';
import type { TicketRequest } from './form/ticket-outcome.ts';

/** Assets with an order in flight, also while the ticket of another asset is shown. */
const inFlight = new Set<string>();

/** An order, and the form that it came from. */
interface Sending {
  readonly order: NewOrder;
  readonly form: TicketForm;
}

/** Sends orders of one asset, one at a time. A press while an order is in flight sends none. */
export function useSend(asset: string, onOpened: (form: TicketForm) => void) {
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  /**
   * The form that was opened last. A second key press may come before the emptied form is drawn, and must not open it
   * again.
   */
  const opened = useRef<TicketForm>(undefined);
  const mutationKey = ['open-order', asset];
  const { mutate, data, reset } = useMutation({
    mutationKey,
    mutationFn: ({ order }: Sending) => openOrder(order),
    onSuccess: (outcome, { form }) => {
      if (outcome === 'done') {
        opened.current = form;
        onOpened(form);
      } else if (!isShown.current) {
        sayElsewhere(asset, outcome);
      }
    },
    onSettled: () => inFlight.delete(asset),
  });
  const isPending = useIsMutating({ mutationKey }) > 0;
  const send = (request: TicketRequest, form: TicketForm) => {
    if (inFlight.has(asset) || form === opened.current) return;
    inFlight.add(asset);
    mutate({ order: toNewOrder(asset, request), form });
  };
  // An order in flight has no outcome yet that could be forgotten.
  const forget = () => {
    if (!isPending) reset();
  };
  const failure = data === undefined || data === 'done' ? undefined : failureText(data);
  return { send, isPending, failure, forget };
}

function failureText(outcome: Exclude<Outcome, 'done'>): string {
  return outcome === 'unknown' ? UNKNOWN_OUTCOME : refusalText(outcome.code, outcome.message);
}

/** Tells the outcome by a notice, because the order's ticket is not shown any more. */
function sayElsewhere(asset: string, outcome: Exclude<Outcome, 'done'>): void {
  const title = outcome === 'unknown' ? 'No answer' : 'Not opened';
  notify({ kind: 'warn', title: `${title}: ${assetText(asset)}`, text: failureText(outcome) });
}

/** The API wants optional fields to be absent. */
function toNewOrder(asset: string, request: TicketRequest): NewOrder {
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  return { asset, ...(Object.fromEntries(given) as Omit<NewOrder, 'asset'>) };
}
