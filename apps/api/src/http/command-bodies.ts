import { COMMANDS, type Kind, type Table, WORDS } from '@fulcrum/cfd';
import { decimal, type Form, type ShapeOf, shapeOf, side, timeMs, uuid } from '@fulcrum/protocol';
import { z } from 'zod';

/** What a request's body holds of a command. It is stricter than the log: whoever sends it can be told what is wrong. */

/** Longer than any amount that fits. */
const amount = decimal.max(64);

const KINDS: Partial<Record<Kind, z.ZodType>> = {
  uuid,
  asset: z.string().min(1).max(32).meta({ example: 'BTC_USDC' }),
  side,
  amount,
  decimal: amount,
  number: z.int().meta({ example: 10 }),
  natural: z.int().nonnegative(),
  time: timeMs,
  orderType: z
    .enum(WORDS.orderType)
    .meta({ description: 'market where it is absent; the others wait for their price' }),
  flag: z.boolean(),
};

/** What a client has to know of a field besides its kind. */
const ABOUT: Readonly<Record<string, string>> = {
  orderId: 'The id of an order. Choose it yourself to be able to repeat a request.',
  expectedPrice: 'The price that you saw: the slippage is counted from it',
  maxSlippageBps: 'In ten-thousandths of expectedPrice',
  price: 'What a limit or stop order waits for: it opens once the price is there or beyond',
  expiresAt:
    'In milliseconds since 1970, by the clock of the log: a limit or stop order that still waits then is cancelled',
  trailingDistance:
    'A stop that stands so far behind the best price since it was set. It takes the place of a stopLoss, and the reverse.',
  guaranteed: 'The stopLoss closes at exactly its price, whatever the market’s. It costs a fee when the order opens.',
  reduceOnly: 'Closes positions of the other side, and opens nothing',
  openQuantity: 'What you believe to be open: a request that comes twice closes nothing twice',
  validUntil:
    'In milliseconds since 1970, by the clock of the log: what would be carried out later is refused as expired. From rules version 3 on.',
};

/** A level that may be null is one that may be changed. */
const LEVEL = 'null removes it, absent keeps it';

const BODY_FORM: Form = {
  schemaOf: ({ name, kind }) => {
    const schema = KINDS[kind];
    if (schema === undefined) throw new Error(`no client sends a value of the kind ${kind}, as ${name} is`);
    return schema;
  },
  isTolerant: false,
  describe: ({ name, isNullable }) => (isNullable ? LEVEL : ABOUT[name]),
};

type Sent<Of extends Table> = ShapeOf<Omit<Of, 'requestId' | 'userId' | 'actor'>>;

/**
 * All fields of a command but those that the API knows by itself. No client names an actor: an account's rights bind its owner,
 * and would not bind whoever could say that somebody else asked.
 */
export function bodyOf<Type extends keyof typeof COMMANDS>(type: Type): Sent<(typeof COMMANDS)[Type]> {
  const { requestId: _requestId, userId: _userId, actor: _actor, ...table }: Table = COMMANDS[type];
  return shapeOf(table, BODY_FORM) as Sent<(typeof COMMANDS)[Type]>;
}
