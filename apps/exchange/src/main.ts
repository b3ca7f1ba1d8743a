import { runService } from '@fulcrum/service';
import { exchangeConfig } from './config.ts';
import { startExchange } from './exchange.ts';

await runService('exchange', exchangeConfig, (context) => startExchange(context));
