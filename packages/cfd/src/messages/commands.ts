import type { Side } from '../numbers/money.ts';
import type { InstrumentSettings } from '../rules/instrument.ts';

/**
 * The commands of the log (DESIGN, section 3). Their shape has been checked by the protocol; amounts are still text,
 * because only the state knows the grid that they must lie on.
 */
export type Command =
  | SetInstrument
  | SetRules
  | CreateAccount
  | PriceUpdate
  | CreateOrder
  | UpdateOrder
  | CloseOrder
  | GetAccount
  | GetOrder
  | VoidOrder
  | InvalidCommand;

export interface SetInstrument extends InstrumentSettings {
  readonly type: 'set-instrument';
  readonly requestId?: string | undefined;
}

export interface SetRules {
  readonly type: 'set-rules';
  readonly requestId?: string | undefined;
  readonly version: number;
}

export interface CreateAccount {
  readonly type: 'create-account';
  readonly requestId: string;
  readonly userId: string;
  readonly deposit: string;
}

export interface PriceUpdate {
  readonly type: 'price-update';
  readonly asset: string;
  readonly bid: string;
  readonly ask: string;
  /** Microseconds of the venue's clock. */
  readonly exchangeTime?: number | string | undefined;
  /** Where it comes from. */
  readonly source?: string | undefined;
}

/** A command that may be carried out for a time alone. */
export interface Perishable {
  /** In milliseconds of log time. The first two versions of the rules do not look at it, so that it may be anything. */
  readonly validUntil?: number | 'malformed' | undefined;
}

export interface CreateOrder extends Perishable {
  readonly type: 'create-order';
  readonly requestId: string;
  readonly orderId: string;
  readonly userId: string;
  readonly asset: string;
  readonly side: Side;
  readonly quantity: string;
  readonly leverage: number;
  readonly takeProfit?: string | undefined;
  readonly stopLoss?: string | undefined;
  readonly expectedPrice?: string | undefined;
  readonly maxSlippageBps?: number | undefined;
}

/** Names one order of one user. */
export interface OrderRequest {
  readonly requestId: string;
  readonly orderId: string;
  readonly userId: string;
}

/** A level that is null is removed, one that is absent is kept. */
export interface UpdateOrder extends OrderRequest, Perishable {
  readonly type: 'update-order';
  readonly takeProfit?: string | null | undefined;
  readonly stopLoss?: string | null | undefined;
}

export interface CloseOrder extends OrderRequest, Perishable {
  readonly type: 'close-order';
}

export interface GetOrder extends OrderRequest, Read {
  readonly type: 'get-order';
}

export interface VoidOrder extends OrderRequest {
  readonly type: 'void-order';
}

/** A command that changes nothing. */
interface Read {
  /** Where the answer goes: a name that the asker gave itself. */
  readonly replyTo?: string | undefined;
}

/** At most `limit` orders, of those behind the order with the number `after`. */
export interface OrdersPage {
  readonly limit: number;
  readonly after?: number | undefined;
}

export interface GetAccount extends Read {
  readonly type: 'get-account';
  readonly requestId: string;
  readonly userId: string;
  /** Absent for the figures alone. The first version of the rules looks at neither, so that both may be anything. */
  readonly orders?: OrdersPage | 'malformed' | undefined;
}

/** An entry of the wrong shape. It is answered where it names a request, and changes nothing. */
export interface InvalidCommand extends Read {
  readonly type: 'invalid';
  /** Whether it would have been a read. */
  readonly isRead?: boolean;
  readonly requestId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly userId?: string | undefined;
  readonly message: string;
}
