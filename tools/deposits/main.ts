import { MONEY_DECIMALS, parseDecimal } from '@fulcrum/cfd';
import { note as noteOfOneLine } from '@fulcrum/protocol';
import { parseOptions, readCommandLine, UsageError } from '../command-line.ts';
import { withLog } from '../log/with-log.ts';
import { type Booking, bookOnce } from './book-once.ts';

const USAGE = `Usage:
  npm run deposits -- book EMAIL AMOUNT --id ID [--note TEXT]   books money that has arrived
  npm run deposits -- add EMAIL AMOUNT --id ID --note TEXT      corrects the cash upwards
  npm run deposits -- take EMAIL AMOUNT --id ID --note TEXT     corrects it downwards, by no more than can be withdrawn

AMOUNT is in USDC, such as 250.50. ID is the payment's own, at the bank or at its provider, or one that you choose:
nothing is booked twice under it, whoever books it, and whenever. The user reads TEXT: one line, at most 200 characters.
Once anybody works at the desk, what is above SECOND_PERSON_ABOVE waits there for a second person's yes.`;

type Way = 'book' | 'add' | 'take';

const run = readCommandLine(USAGE, (args) => {
  const { values, positionals } = parseOptions(args, {
    allowPositionals: true,
    options: { id: { type: 'string' }, note: { type: 'string' } },
  });
  const [way, email, amount, ...others] = positionals;
  if (way !== 'book' && way !== 'add' && way !== 'take') throw new UsageError('Say what to do.');
  if (others.length > 0) throw new UsageError('That is too much.');
  return bookingOf(way, { email, amount, id: values.id, note: values.note });
});

function bookingOf(way: Way, given: Record<'email' | 'amount' | 'id' | 'note', string | undefined>): Booking {
  const { email = '', id = '', note = way === 'book' ? `Payment ${id}` : '' } = given;
  if (!email.includes('@')) throw new UsageError('EMAIL is the address with which the user signs in.');
  if (!/^[\x21-\x7E]{1,128}$/.test(id))
    throw new UsageError('--id has to be 1 to 128 printable characters, no spaces.');
  if (!noteOfOneLine.safeParse(note).success)
    throw new UsageError('--note has to say what it is, in one line of at most 200 characters.');
  const amount = amountIn(given.amount);
  const kind = way === 'book' ? 'deposit' : 'adjustment';
  return { email: email.toLowerCase(), kind, amount: way === 'take' ? `-${amount}` : amount, paymentId: id, note };
}

function amountIn(text = ''): string {
  const units = parseDecimal(text, MONEY_DECIMALS);
  if (units === undefined || units <= 0) throw new UsageError('AMOUNT has to be above 0, with at most 6 decimals.');
  return text;
}

try {
  await withLog(async (parts) => console.log(await bookOnce(parts, run)));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
