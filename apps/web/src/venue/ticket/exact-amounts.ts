/** Whether one decimal text is more than another. Both may have any number of digits. */
export function isMore(one: string, other: string): boolean {
  const decimals = Math.max(fractionOf(one).length, fractionOf(other).length);
  return unitsOf(one, decimals) > unitsOf(other, decimals);
}

function fractionOf(text: string): string {
  return text.split('.')[1] ?? '';
}

function unitsOf(text: string, decimals: number): bigint {
  return BigInt(text.replace('.', '') + '0'.repeat(decimals - fractionOf(text).length));
}
