import { runService } from '@fulcrum/service';
import { makerConfig } from './config.ts';
import { startMarketMaker } from './market-maker.ts';

await runService('market-maker', makerConfig, startMarketMaker);
