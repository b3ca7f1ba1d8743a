import type { AsText, Table } from './fields.ts';
import { ASSET, MARKET } from './settings.ts';

/** The commands of the log: the only place that lists their fields. */
export const COMMANDS = {
  'set-asset': { requestId: 'requestId?', ...ASSET },
  'set-market': { requestId: 'requestId?', ...MARKET },
  /** A repetition changes nothing. */
  'create-account': { requestId: 'requestId', userId: 'uuid', deposits: 'deposits' },
  'place-order': {
    requestId: 'requestId',
    userId: 'uuid',
    market: 'lookup',
    side: 'side',
    orderType: 'orderType',
    /** Of a limit order. */
    price: 'amount?',
    quantity: 'amount?',
    /** Of a market order, in place of the quantity: in the quote asset. */
    quoteQuantity: 'amount?',
    /** "GTC" where it is absent. */
    timeInForce: 'timeInForce?',
    postOnly: 'flag?',
    /** "reject_taker" where it is absent. */
    selfTradePrevention: 'selfTradePrevention?',
    clientId: 'clientId?',
  },
  /** Names the order by one of its two ids. */
  'cancel-order': {
    requestId: 'requestId',
    userId: 'uuid',
    market: 'lookup',
    orderId: 'text?',
    clientId: 'clientId?',
  },
  'cancel-orders': { requestId: 'requestId', userId: 'uuid', market: 'lookup', side: 'side?' },
} as const satisfies Record<string, Table>;

export type CommandType = keyof typeof COMMANDS;

/** The data of a command as its sender writes it. */
export type CommandData<Type extends CommandType> = AsText<(typeof COMMANDS)[Type]>;

type Sent<Type extends CommandType> = { readonly type: Type } & CommandData<Type>;

export type SetAsset = Sent<'set-asset'>;
export type SetMarket = Sent<'set-market'>;
export type CreateAccount = Sent<'create-account'>;
export type PlaceOrder = Sent<'place-order'>;
export type CancelOrder = Sent<'cancel-order'>;
export type CancelOrders = Sent<'cancel-orders'>;

/** An entry of the wrong shape. It is answered where it names a request, and changes nothing. */
export interface InvalidCommand {
  readonly type: 'invalid';
  readonly requestId?: string | undefined;
  readonly userId?: string | undefined;
  readonly market?: string | undefined;
  readonly message: string;
}

/** What the core is given: its shape has been checked (see text/read-command.ts). Amounts are still text. */
export type Command = { [Type in CommandType]: Sent<Type> }[CommandType] | InvalidCommand;
