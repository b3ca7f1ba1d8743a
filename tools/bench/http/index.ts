import type { Bench } from '../bench.ts';
import { withStack } from '../programs/processes.ts';
import { compareCreateOrder } from './create-order.ts';
import { hitStopLosses } from './stop-losses.ts';
import { Trading } from './trading.ts';

/** What a client of the REST API waits for. The recorder joins for the second part, to which it belongs. */
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
