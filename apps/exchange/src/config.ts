import { commonConfig, setting } from '@fulcrum/service';
import type { z } from 'zod';

export const exchangeConfig = commonConfig.extend({
  EXCHANGE_PORT: setting.anyPort(9_080),
  MAX_CONNECTIONS: setting.count(1_000),
});

export type ExchangeConfig = z.output<typeof exchangeConfig>;
