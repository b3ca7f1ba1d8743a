import type { InstrumentSettings } from './instrument.ts';
import type { Side } from './money.ts';

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

export interface CreateOrder {
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
export interface UpdateOrder extends OrderRequest {
  readonly type: 'update-order';
  readonly takeProfit?: string | null | undefined;
  readonly stopLoss?: string | null | undefined;
}

export interface CloseOrder extends OrderRequest {
  readonly type: 'close-order';
}

export interface GetOrder extends OrderRequest {
  readonly type: 'get-order';
}

export interface VoidOrder extends OrderRequest {
  readonly type: 'void-order';
}

export interface GetAccount {
  readonly type: 'get-account';
  readonly requestId: string;
  readonly userId: string;
}

/** An entry of the wrong shape. It is answered where it names a request, and changes nothing. */
export interface InvalidCommand {
  readonly type: 'invalid';
  readonly requestId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly userId?: string | undefined;
  readonly message: string;
}
