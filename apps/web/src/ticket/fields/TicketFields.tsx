import type { Instrument, Money } from '@fulcrum/cfd';
import { STOP_BEHIND } from '../../trading/stop-behind.ts';
import { Choice } from '../../ui/Choice.tsx';
import { type Incomplete, type ResolvedTicket, termsOf } from '../form/resolve-ticket.ts';
import type { OrderKind, TicketForm } from '../form/ticket-form.ts';
import { ExpiryField } from './ExpiryField.tsx';
import { LevelField } from './LevelField.tsx';
import { LeverageField } from './LeverageField.tsx';
import { PriceField } from './PriceField.tsx';
import { ReduceOnlyField } from './ReduceOnlyField.tsx';
import { SideButtons } from './SideButtons.tsx';
import { SizeField } from './SizeField.tsx';
import { SlippageField } from './SlippageField.tsx';
import { StopField } from './StopField.tsx';

export interface TicketFieldsProps {
  readonly form: TicketForm;
  readonly ticket: ResolvedTicket | Incomplete | undefined;
  readonly instrument: Instrument;
  /** Undefined when nobody is signed in. */
  readonly balance: Money | undefined;
  /** Whether the account holds positions of one side only. */
  readonly isNetting: boolean;
  readonly onChange: (changes: Partial<TicketForm>) => void;
}

const KINDS: readonly (readonly [OrderKind, string])[] = [
  ['market', 'Market'],
  ['limit', 'Limit'],
  ['stop', 'Stop'],
];

/** The fields of a ticket, each with its fault. */
export function TicketFields({ form, ticket, instrument, balance, isNetting, onChange }: TicketFieldsProps) {
  return (
    <>
      <SideButtons instrument={instrument} side={form.side} onChange={(side) => onChange({ side })} />
      <Choice name="Order kind" options={KINDS} value={form.kind} onChange={(kind) => onChange({ kind })} />
      {form.kind !== 'market' && (
        <>
          <PriceField
            form={form}
            instrument={instrument}
            fault={faultOf(ticket, 'price')}
            onChange={(price) => onChange({ price })}
          />
          <ExpiryField
            entry={form.expiry}
            fault={faultOf(ticket, 'expiry')}
            onChange={(expiry) => onChange({ expiry })}
          />
        </>
      )}
      <SizeField
        form={form}
        instrument={instrument}
        balance={balance}
        fault={faultOf(ticket, 'size')}
        onChange={onChange}
      />
      <ReduceOnlyField
        isOn={form.isReduceOnly}
        isNetting={isNetting}
        onChange={(isReduceOnly) => onChange({ isReduceOnly })}
      />
      {!form.isReduceOnly && <OpeningFields form={form} ticket={ticket} instrument={instrument} onChange={onChange} />}
      <SlippageField bps={form.maxSlippageBps} onChange={(maxSlippageBps) => onChange({ maxSlippageBps })} />
    </>
  );
}

/** The fields that concern what an order opens alone. */
function OpeningFields({ form, ticket, instrument, onChange }: Omit<TicketFieldsProps, 'balance' | 'isNetting'>) {
  return (
    <>
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
      <StopField
        form={form}
        instrument={instrument}
        fee={termsOf(ticket)?.fee}
        fault={faultOf(ticket, 'stopLoss')}
        warning={ticket?.type === 'resolved' && ticket.isStopBehind ? STOP_BEHIND : undefined}
        onChange={onChange}
      />
    </>
  );
}

function faultOf(ticket: ResolvedTicket | Incomplete | undefined, field: Incomplete['field']): string | undefined {
  return ticket?.type === 'incomplete' && ticket.field === field ? ticket.message : undefined;
}
