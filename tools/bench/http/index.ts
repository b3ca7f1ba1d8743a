import type { Bench } from '../bench.ts';
import { withStack } from '../programs/processes.ts';
import { compareCreateOrder } from './create-order.ts';
import { hitStopLosses } from './stop-losses.ts';
import { Trading } from './trading.ts';

/** The waits of a client of the REST API. The recorder runs in the second part alone, which measures it too. */
export const bench: Bench = {
  name: 'http',
  run: (context) =>
    withStack(context, async (stack) => {
      const trading = await Trading.start(stack, context);
      try {
        const orders = await compareCreateOrder(context, stack, trading);
        return [...orders, ...(await hitStopLosses(context, stack, trading))];
      } finally {
        trading.stop();
      }
    }),
};
