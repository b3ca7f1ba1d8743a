export type { ReadAccount } from './accounts/account-reading.ts';
export { AccountReadings, type AccountReadingsOptions } from './accounts/account-readings.ts';
export { ACCOUNT_READS_MS, ordersIn, readsFor } from './accounts/reads-for.ts';
export type { Answer } from './answer.ts';
export type { CallbackListener } from './callback-listener.ts';
export { EngineClient, type EngineClientOptions } from './engine-client.ts';
