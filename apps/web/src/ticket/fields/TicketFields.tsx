import type { Instrument, Money } from '@fulcrum/cfd';
import { STOP_BEHIND } from '../../trading/stop-behind.ts';
import type { Incomplete, ResolvedTicket } from '../form/resolve-ticket.ts';
import type { TicketForm } from '../form/ticket-form.ts';
import { LevelField } from './LevelField.tsx';
import { LeverageField } from './LeverageField.tsx';
import { SideButtons } from './SideButtons.tsx';
import { SizeField } from './SizeField.tsx';
import { SlippageField } from './SlippageField.tsx';

export interface TicketFieldsProps {
  readonly form: TicketForm;
  readonly ticket: ResolvedTicket | Incomplete | undefined;
  readonly instrument: Instrument;
  /** Undefined when nobody is signed in. */
  readonly balance: Money | undefined;
  readonly onChange: (changes: Partial<TicketForm>) => void;
}

/** The fields of a ticket, each with its fault. */
export function TicketFields({ form, ticket, instrument, balance, onChange }: TicketFieldsProps) {
  return (
    <>
      <SideButtons instrument={instrument} side={form.side} onChange={(side) => onChange({ side })} />
      <SizeField
        form={form}
        instrument={instrument}
        balance={balance}
        fault={faultOf(ticket, 'size')}
        onChange={onChange}
      />
      <LeverageField
        leverage={form.leverage}
        max={instrument.maxLeverage}
        fault={faultOf(ticket, 'leverage')}
        onChange={(leverage) => onChange({ leverage })}
      />
      <LevelField
        name="Take-profit"
        entry={form.takeProfit}
        fault={faultOf(ticket, 'takeProfit')}
        onChange={(takeProfit) => onChange({ takeProfit })}
      />
      <LevelField
        name="Stop-loss"
        entry={form.stopLoss}
        fault={faultOf(ticket, 'stopLoss')}
        warning={ticket?.type === 'resolved' && ticket.isStopBehind ? STOP_BEHIND : undefined}
        onChange={(stopLoss) => onChange({ stopLoss })}
      />
      <SlippageField bps={form.maxSlippageBps} onChange={(maxSlippageBps) => onChange({ maxSlippageBps })} />
    </>
  );
}

function faultOf(ticket: ResolvedTicket | Incomplete | undefined, field: Incomplete['field']): string | undefined {
  return ticket?.type === 'incomplete' && ticket.field === field ? ticket.message : undefined;
}
