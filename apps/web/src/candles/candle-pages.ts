import { intervalStart } from './candles.ts';

/** Intervals that begin at `from` or later and before `to`, in seconds. */
export interface Page {
  readonly from: number;
  readonly to: number;
}

/** Intervals of a page. One answer of the API has 1,500 at most, and the newest page has up to 400 more than this. */
const PAGE = 1_000;
const LEAST = 400;

/** Candles near the end of what was asked for last may have been written since. */
const MARGIN_SECONDS = 10;

/** The page that has this moment in it, and enough before it. It begins where other pages end, whenever it is asked for. */
export function newestPage(now: number, step: number): Page {
  return { from: intervalStart(now - LEAST * step, PAGE * step), to: endOf(now, step) };
}

export function pageBefore({ from }: Page, step: number): Page {
  return { from: from - PAGE * step, to: from };
}

/**
 * What has to be asked for again, given when that was done last.
 *
 * @returns undefined when that is more than one answer holds: then it is best to begin anew.
 */
export function pageSince(asked: number, now: number, step: number): Page | undefined {
  const page = { from: intervalStart(asked - MARGIN_SECONDS, step), to: endOf(now, step) };
  return page.to - page.from > PAGE * step ? undefined : page;
}

/** The pages that have all of a time in them: they begin where other pages do, so that older ones are asked for once. */
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
