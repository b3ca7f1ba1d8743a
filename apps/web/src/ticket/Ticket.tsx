import { type Instrument, isRefusal } from '@fulcrum/cfd';
import { useFigures, useIsAccountLive } from '../account/use-account.ts';
import { useQuote } from '../market/use-quote.ts';
import { readMoney } from '../numbers/amounts.ts';
import { refusalText } from '../trading/refusals.ts';
import { STOP_BEHIND } from '../trading/stop-behind.ts';
import { LevelField } from './fields/LevelField.tsx';
import { LeverageField } from './fields/LeverageField.tsx';
import { SideButtons } from './fields/SideButtons.tsx';
import { SizeField } from './fields/SizeField.tsx';
import { SlippageField } from './fields/SlippageField.tsx';
import { type Incomplete, isResolved, type ResolvedTicket, termsOf } from './form/resolve-ticket.ts';
import type { TicketForm } from './form/ticket-form.ts';
import { useResolvedTicket } from './form/use-resolved-ticket.ts';
import { useTicketForm } from './form/use-ticket-form.ts';
import { Preview } from './Preview.tsx';
import { SubmitButton } from './SubmitButton.tsx';
import styles from './Ticket.module.css';
import { useSend } from './use-send.ts';

export interface TicketProps {
  readonly instrument: Instrument;
  /** Undefined while it is not known. */
  readonly isSignedIn: boolean | undefined;
  readonly onSignIn: () => void;
}

/** An order before it is sent: what it would cost, and when it would be liquidated, by the engine's own rules. */
export function Ticket({ instrument, isSignedIn, onSignIn }: TicketProps) {
  const fields = useTicketForm(instrument);
  const { form } = fields;
  const figures = useFigures();
  const isAccountLive = useIsAccountLive();
  const balance = isSignedIn && figures !== undefined ? readMoney(figures.balance) : undefined;
  const quote = useQuote(instrument.asset);
  const ticket = useResolvedTicket(form, instrument, quote, balance);
  // An order that was opened is not still there to be sent: neither by an impatient click, nor by mistake later.
  const sending = useSend(instrument.asset, fields.empty);
  const change = (changes: Partial<TicketForm>) => {
    // Why the last order was refused says nothing of this one.
    sending.forget();
    fields.change(changes);
  };
  const submit = () => {
    if (isSignedIn === false) onSignIn();
    else if (ticket !== undefined && isResolved(ticket) && !isRefusal(ticket.outcome))
      sending.send(ticket.request, form);
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
        <SideButtons instrument={instrument} side={form.side} onChange={(side) => change({ side })} />
        <SizeField
          form={form}
          instrument={instrument}
          balance={balance}
          fault={faultOf(ticket, 'size')}
          onChange={change}
        />
        <LeverageField
          leverage={form.leverage}
          max={instrument.maxLeverage}
          fault={faultOf(ticket, 'leverage')}
          onChange={(leverage) => change({ leverage })}
        />
        <LevelField
          name="Take-profit"
          entry={form.takeProfit}
          fault={faultOf(ticket, 'takeProfit')}
          onChange={(takeProfit) => change({ takeProfit })}
        />
        <LevelField
          name="Stop-loss"
          entry={form.stopLoss}
          fault={faultOf(ticket, 'stopLoss')}
          warning={ticket !== undefined && isResolved(ticket) && ticket.isStopBehind ? STOP_BEHIND : undefined}
          onChange={(stopLoss) => change({ stopLoss })}
        />
        <SlippageField bps={form.maxSlippageBps} onChange={(maxSlippageBps) => change({ maxSlippageBps })} />
        <Preview ticket={ticket} terms={termsOf(ticket)} instrument={instrument} quote={quote} />
        <SubmitButton
          side={form.side}
          instrument={instrument}
          isSignedIn={isSignedIn}
          isPossible={termsOf(ticket) !== undefined && (isSignedIn === false || isAccountLive)}
          isSending={sending.isPending}
        />
        <p className={styles.message} role="alert">
          {sending.failure ?? refusalOf(ticket)}
        </p>
      </form>
    </section>
  );
}

function faultOf(ticket: ResolvedTicket | Incomplete | undefined, field: Incomplete['field']): string | undefined {
  return ticket !== undefined && !isResolved(ticket) && ticket.field === field ? ticket.message : undefined;
}

/** Why the engine would refuse the ticket as it is. */
function refusalOf(ticket: ResolvedTicket | Incomplete | undefined): string | undefined {
  if (ticket === undefined || !isResolved(ticket) || !isRefusal(ticket.outcome)) return undefined;
  return refusalText(ticket.outcome.code, ticket.outcome.message);
}
