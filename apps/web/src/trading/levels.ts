import { floorDivide, type Instrument, type Money, type Position, profitAt } from '@fulcrum/cfd';

/**
 * The price at which closing yields a result: at least this much for a gain, at most this much (with its sign) for a
 * loss. It is the nearest such price on the grid: one step closer the result would not be reached.
 *
 * @returns undefined when there is no such price above zero.
 */
export function priceForProfit(profit: Money, position: Position, instrument: Instrument): number | undefined {
  const steps = profit >= 0n ? stepsToGain(profit, position, instrument) : -stepsToLose(profit, position, instrument);
  const price = position.side === 'buy' ? position.openPrice + steps : position.openPrice - steps;
  return Number.isSafeInteger(price) && price >= 1 ? price : undefined;
}

/** The profit after a move of so many steps in the position's favour. */
function profitOfSteps(steps: number, position: Position, instrument: Instrument): Money {
  return profitAt(position.openPrice + (position.side === 'buy' ? steps : -steps), position, instrument);
}

function stepsToGain(profit: Money, position: Position, instrument: Instrument): number {
  return fewestSteps((steps) => profitOfSteps(steps, position, instrument) >= profit);
}

function stepsToLose(profit: Money, position: Position, instrument: Instrument): number {
  return fewestSteps((steps) => profitOfSteps(-steps, position, instrument) <= profit);
}

const MOST_STEPS = 2 ** 50;

function fewestSteps(isEnough: (steps: number) => boolean): number {
  let enough = 1;
  while (!isEnough(enough)) {
    if (enough >= MOST_STEPS) return Number.POSITIVE_INFINITY;
    enough *= 2;
  }
  let tooFew = enough === 1 ? -1 : enough / 2;
  while (enough - tooFew > 1) {
    const middle = tooFew + Math.floor((enough - tooFew) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** A number of hundredths of a percent of an amount, rounded toward minus infinity. */
export function shareOf(whole: Money, hundredths: bigint): Money {
  return floorDivide(whole * hundredths, 10_000n);
}
