import { runService } from '@fulcrum/service';
import { exchangeConfig } from './config.ts';
import { startExchange } from './exchange.ts';
import { startVenue } from './venue.ts';

await runService('exchange', exchangeConfig, (context) => {
  const venue = context.config.VENUE === 'on' ? startVenue(context) : undefined;
  return startExchange(context, { venue });
});
