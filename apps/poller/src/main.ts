import { runService } from '@fulcrum/service';
import { pollerConfig } from './config.ts';
import { startPoller } from './poller.ts';

await runService('poller', pollerConfig, (context) => startPoller(context));
