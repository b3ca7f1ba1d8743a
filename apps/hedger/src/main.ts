import { runService } from '@fulcrum/service';
import { hedgerConfig } from './config.ts';
import { startHedger } from './start-hedger.ts';

await runService('hedger', hedgerConfig, startHedger);
