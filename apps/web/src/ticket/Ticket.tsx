import { type Instrument, isRefusal, type Side } from '@fulcrum/cfd';
import { useSession } from '../account/session.ts';
import { useFigures, useIsAccountLive, useIsNetting } from '../account/use-account.ts';
import { useQuote } from '../market/use-quote.ts';
import { readMoney } from '../numbers/amounts.ts';
import { useIsOneClick } from '../preferences/trading-choices.ts';
import { refusalText } from '../trading/refusals.ts';
import { TicketFields } from './fields/TicketFields.tsx';
import { type Incomplete, isTakeable, type ResolvedTicket, resolveTicket } from './form/resolve-ticket.ts';
import type { TicketForm } from './form/ticket-form.ts';
import { useResolvedTicket, useTicketMarket } from './form/use-resolved-ticket.ts';
import { useTicketForm } from './form/use-ticket-form.ts';
import { oppositeOf } from './netting/net-effect.ts';
import { OneClickButtons } from './OneClickButtons.tsx';
import { Preview } from './Preview.tsx';
import { useRestriction } from './restriction.ts';
import { SubmitButton } from './SubmitButton.tsx';
import styles from './Ticket.module.css';
import { useSend } from './use-send.ts';

export interface TicketProps {
  readonly instrument: Instrument;
  /** Undefined while it is not known. */
  readonly isSignedIn: boolean | undefined;
  readonly onSignIn: () => void;
}

/** The ticket: an order before it is sent, with its cost and liquidation price by the engine's own rules. */
export function Ticket({ instrument, isSignedIn, onSignIn }: TicketProps) {
  const fields = useTicketForm(instrument);
  const { form } = fields;
  const figures = useFigures();
  const isAccountLive = useIsAccountLive();
  const restriction = useRestriction();
  const isNetting = useIsNetting();
  const mayOpen = isSignedIn === false || (isAccountLive && restriction === undefined);
  const balance = isSignedIn && figures !== undefined ? readMoney(figures.balance) : undefined;
  const quote = useQuote(instrument.asset);
  const market = useTicketMarket(instrument, quote, balance, form.isReduceOnly);
  const opposite = market && oppositeOf(form, market);
  const ticket = useResolvedTicket(form, market);
  const { data: session } = useSession();
  const isOneClick = useIsOneClick(session?.userId) && form.kind === 'market';
  // The form is emptied after the opening, so that neither an impatient click nor a later mistake sends it again.
  const sending = useSend(instrument.asset, fields.empty);
  const change = (changes: Partial<TicketForm>) => {
    // The reason of the last refusal does not concern a changed order.
    sending.forget();
    fields.change(changes);
  };
  const submit = () => {
    if (isSignedIn === false) onSignIn();
    else if (isTakeable(ticket)) sending.send(ticket.request, form);
  };
  /** The form stays as it is for the next press: what is sent is a copy of it. */
  const sendAtOnce = (side: Side) => {
    const copy = { ...form, side };
    const pressed = market && resolveTicket(copy, market);
    change({ side });
    if (isTakeable(pressed)) sending.send(pressed.request, copy);
  };
  return (
    <section className={styles.ticket} aria-label="Order ticket">
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {restriction !== undefined && <p className={styles.restriction}>{restriction}</p>}
        {isOneClick && (
          <OneClickButtons
            instrument={instrument}
            // What is wrong with the other side shows once it is pressed.
            isPossible={ticket?.type === 'resolved' && mayOpen && !sending.isPending}
            onPress={sendAtOnce}
          />
        )}
        <TicketFields
          form={form}
          ticket={ticket}
          instrument={instrument}
          balance={balance}
          isNetting={isNetting}
          onChange={change}
        />
        <Preview
          form={form}
          ticket={ticket}
          instrument={instrument}
          quote={quote}
          hasOpposite={opposite !== undefined && opposite.length > 0}
          balance={balance}
        />
        <SubmitButton
          form={form}
          waitsFor={form.kind !== 'market' && isTakeable(ticket) ? ticket.openPrice : undefined}
          instrument={instrument}
          isSignedIn={isSignedIn}
          isPossible={isTakeable(ticket) && mayOpen}
          isSending={sending.isPending}
        />
        <p className={styles.message} role="alert">
          {sending.failure ?? refusalOf(ticket)}
        </p>
      </form>
    </section>
  );
}

/** Why the engine would refuse the ticket as it is. */
function refusalOf(ticket: ResolvedTicket | Incomplete | undefined): string | undefined {
  if (ticket?.type !== 'resolved' || !isRefusal(ticket.outcome)) return undefined;
  return refusalText(ticket.outcome.code, ticket.outcome.message);
}
