import { intervalStart } from './candles.ts';

/** A range of time: the intervals that begin at `from` or later and before `to`, in seconds. */
export interface Page {
  readonly from: number;
  readonly to: number;
}

/** Intervals in a page. The newest page has up to 400 more, and an answer of the API holds 1,500. */
const PAGE = 1_000;
const LEAST = 400;

/** Candles this close to the time of the last request may have been written since. */
const MARGIN_SECONDS = 10;

/** The page up to now. Its begin is aligned, so that older pages end exactly there. */
export function newestPage(now: number, step: number): Page {
  return { from: intervalStart(now - LEAST * step, PAGE * step), to: endOf(now, step) };
}

export function pageBefore({ from }: Page, step: number): Page {
  return { from: from - PAGE * step, to: from };
}

/**
 * The page to read again after the last request.
 *
 * @returns undefined when it would be larger than one answer. The candles are then read anew.
 */
export function pageSince(asked: number, now: number, step: number): Page | undefined {
  const page = { from: intervalStart(asked - MARGIN_SECONDS, step), to: endOf(now, step) };
  return page.to - page.from > PAGE * step ? undefined : page;
}

/** The pages that cover a range of time. They are aligned, so that cached pages are found again. */
export function pagesBetween(from: number, to: number, step: number): Page[] {
  const first = intervalStart(from, PAGE * step);
  const count = Math.ceil((to - first) / (PAGE * step));
  return Array.from({ length: count }, (_, index) => {
    const start = first + index * PAGE * step;
    return { from: start, to: Math.min(to, start + PAGE * step) };
  });
}

function endOf(now: number, step: number): number {
  return intervalStart(now, step) + step;
}
