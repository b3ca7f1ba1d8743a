import { runService } from '@fulcrum/service';
import { wsConfig } from './config.ts';
import { startFeed } from './feed.ts';

await runService('ws', wsConfig, (context) => startFeed(context));
