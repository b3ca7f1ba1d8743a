import { setTimeout as sleep } from 'node:timers/promises';
import type { FrameFigures } from '../../../tests/browser/support/page-figures.ts';
import type { Screen } from '../../../tests/browser/support/screen.ts';
import { VenueTrader } from '../../../tests/browser/support/venue-trader.ts';
import type { BenchContext, Figure } from '../bench.ts';
import { MovingBook } from './moving-book.ts';
import { measurePage } from './page-work.ts';

const UPDATES_PER_SECOND = 200;

/** How smoothly the venue's book is drawn while it changes. */
export async function measureLadder(
  screen: Screen,
  { progress, signal }: BenchContext,
  floor: FrameFigures,
): Promise<Figure[]> {
  progress('starting the venue');
  const { stack } = screen;
  const venue = stack.addVenue();
  await venue.start();
  const maker = new VenueTrader(stack.venueUrl, await stack.trader());
  while (((await maker.ask('GET', '/markets')) as unknown[]).length === 0) await sleep(100, undefined, { signal });
  const levels = (sign: 1 | -1) =>
    Array.from({ length: 40 }, (_, level) => [`${61_800 + sign * (level + 1)}.0`, '0.00100'] as const);
  await maker.quote({ bids: levels(-1), asks: levels(1) });
  const page = await screen.open({ at: `${screen.url}/#venue` });
  await page.getByRole('button', { name: '61,801.0' }).first().waitFor();
  progress(`frames at ${UPDATES_PER_SECOND} updates of the book a second`);
  const book = new MovingBook(new VenueTrader(stack.venueUrl, await stack.trader()), UPDATES_PER_SECOND);
  const moving = book.run();
  await page.waitForTimeout(1_000);
  const what = `the venue's book, ${UPDATES_PER_SECOND} updates/s`;
  const figures = await measurePage(page, { what, changes: 'updates of the book' }, book, floor);
  book.stop();
  await moving;
  return figures;
}
