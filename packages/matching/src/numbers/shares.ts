import { assert } from '@fulcrum/log';

const MILLION = 1_000_000;
const TEN_THOUSAND = 10_000;

/** So many millionths of an amount, truncated toward zero. Exact: no product leaves the safe integers. */
export function millionthsOf(amount: number, ppm: number): number {
  assert(amount >= 0, 'a share is taken of what is not negative');
  return ppm < 0 ? 0 - shareOf(amount, -ppm, MILLION) : shareOf(amount, ppm, MILLION);
}

/**
 * So many ten-thousandths of a price, truncated. What lies beyond the safe integers may be rounded: it is compared with
 * prices, all of which are far below.
 */
export function tenThousandthsOf(price: number, bps: number): number {
  return shareOf(price, bps, TEN_THOUSAND);
}

/** Splits the amount, because its product with the share may not be a safe integer. */
function shareOf(amount: number, share: number, whole: number): number {
  let wholes = Math.floor(amount / whole);
  let rest = amount - wholes * whole;
  // The quotient of a large amount may have been rounded up.
  if (rest < 0) {
    wholes -= 1;
    rest += whole;
  }
  return wholes * share + Math.floor((rest * share) / whole);
}
