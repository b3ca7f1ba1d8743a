import { type Instrument, MONEY_DECIMALS, parseDecimal } from '@fulcrum/cfd';
import { quantityText } from '../../numbers/amounts.ts';
import { readTyped, unreadableText } from '../../numbers/typed-number.ts';
import { quantityForMargin, quantityForNotional, type Sizing } from '../../trading/sizing.ts';
import type { TicketForm } from './ticket-form.ts';

/** Reads the quantity, in the instrument's units: the entered one, or the largest that the amount pays for. */
export function readSize(
  { sizeBy, size }: Pick<TicketForm, 'sizeBy' | 'size'>,
  sizing: Sizing,
): number | { readonly message: string | undefined } {
  if (size.trim() === '') return { message: undefined };
  const { instrument } = sizing;
  const decimals = sizeBy === 'quantity' ? instrument.quantityDecimals : MONEY_DECIMALS;
  const otherwise = `Enter a number with at most ${decimals} decimals.`;
  const read = readTyped(size);
  if (read.type !== 'number') return { message: unreadableText(read, otherwise) };
  const entered = parseDecimal(read.text, decimals);
  if (entered === undefined || entered <= 0) return { message: otherwise };
  if (sizeBy === 'quantity') return entered;
  const amount = BigInt(entered);
  const quantity = sizeBy === 'margin' ? quantityForMargin(amount, sizing) : quantityForNotional(amount, sizing);
  return typeof quantity === 'number' ? quantity : { message: outOfLimits(quantity, instrument) };
}

function outOfLimits(sized: 'tooLittle' | 'tooMuch', instrument: Instrument): string {
  const { minQuantity, maxQuantity } = instrument;
  return sized === 'tooLittle'
    ? `This is less than the smallest quantity, ${quantityText(minQuantity, instrument)}, needs.`
    : `This is more than the largest quantity, ${quantityText(maxQuantity, instrument)}, needs.`;
}
