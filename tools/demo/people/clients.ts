import type { PlannedOrder } from './planned-order.ts';
import { DEMO_HOST } from './staff.ts';

export interface DemoClient {
  readonly email: string;
  readonly name: string;
  readonly country: string;
  readonly language: string;
  /** What compliance shall have done about their identity; `none`: they never sent anything. */
  readonly identity: 'none' | 'submitted' | 'in_review' | 'approved' | 'refused';
  /** Whether they know about trading with leverage; who does not is warned. */
  readonly isExperienced: boolean;
  readonly dateOfBirth: string;
  readonly address: string;
  /** In USDC, beyond the first deposit of every new user. */
  readonly deposit?: string;
  readonly orders: readonly PlannedOrder[];
}

const at = (name: string) => `${name}@${DEMO_HOST}`;

/** None of these people exists. */
export const CLIENTS = {
  amara: {
    ...{ email: at('amara.okafor'), name: 'Amara Okafor', country: 'NG', language: 'en', dateOfBirth: '1988-03-14' },
    ...{ address: '14 Specimen Close, Lagos', identity: 'approved', isExperienced: true, deposit: '15000' },
    orders: [
      {
        name: 'btc',
        asset: 'BTC_USDC',
        side: 'buy',
        usdc: 60_000,
        leverage: 20,
        stopLossBps: -300,
        takeProfitBps: 500,
      },
      { name: 'eth', asset: 'ETH_USDC', side: 'buy', usdc: 18_000, leverage: 10 },
      { name: 'closed-btc', asset: 'BTC_USDC', side: 'buy', usdc: 90_000, leverage: 50, isClosed: true },
      { name: 'btc-dip', asset: 'BTC_USDC', side: 'buy', usdc: 30_000, leverage: 20, waits: 'limit', awayBps: -400 },
    ],
  },
  henrik: {
    ...{
      email: at('henrik.solberg'),
      name: 'Henrik Solberg',
      country: 'NO',
      language: 'nb',
      dateOfBirth: '1975-11-02',
    },
    ...{ address: 'Prøvegata 7, 0150 Oslo', identity: 'approved', isExperienced: true, deposit: '40000' },
    orders: [
      { name: 'btc', asset: 'BTC_USDC', side: 'sell', usdc: 150_000, leverage: 25 },
      { name: 'eth', asset: 'ETH_USDC', side: 'sell', usdc: 80_000, leverage: 50 },
      { name: 'closed-sol', asset: 'SOL_USDC', side: 'sell', usdc: 50_000, leverage: 20, isClosed: true },
      { name: 'sol-break', asset: 'SOL_USDC', side: 'sell', usdc: 20_000, leverage: 10, waits: 'stop', awayBps: -500 },
    ],
  },
  mei: {
    ...{ email: at('meilin.tan'), name: 'Mei-Lin Tan', country: 'SG', language: 'en', dateOfBirth: '1993-07-21' },
    ...{ address: '3 Sample Avenue, Singapore 018956', identity: 'approved', isExperienced: true },
    orders: [
      { name: 'btc-hundred', asset: 'BTC_USDC', side: 'buy', usdc: 250_000, leverage: 100 },
      { name: 'sol', asset: 'SOL_USDC', side: 'buy', usdc: 40_000, leverage: 50 },
      { name: 'closed-eth', asset: 'ETH_USDC', side: 'buy', usdc: 70_000, leverage: 100, isClosed: true },
    ],
  },
  lucia: {
    ...{ email: at('lucia.ferrer'), name: 'Lucía Ferrer', country: 'ES', language: 'es', dateOfBirth: '1990-01-30' },
    ...{ address: 'Calle del Ejemplo 22, 28004 Madrid', identity: 'submitted', isExperienced: true },
    orders: [
      { name: 'sol', asset: 'SOL_USDC', side: 'sell', usdc: 24_000, leverage: 30 },
      { name: 'eth-dip', asset: 'ETH_USDC', side: 'buy', usdc: 10_000, leverage: 5, waits: 'limit', awayBps: -350 },
    ],
  },
  callum: {
    ...{ email: at('callum.reid'), name: 'Callum Reid', country: 'GB', language: 'en-GB', dateOfBirth: '2001-09-09' },
    ...{ address: '5 Example Row, Leith EH6 6QQ', identity: 'submitted', isExperienced: false },
    orders: [{ name: 'btc', asset: 'BTC_USDC', side: 'buy', usdc: 4_000, leverage: 5, stopLossBps: -800 }],
  },
  tomasz: {
    ...{ email: at('tomasz.wilk'), name: 'Tomasz Wilk', country: 'PL', language: 'pl', dateOfBirth: '1982-05-17' },
    ...{ address: 'ul. Wzorowa 9, 00-001 Warszawa', identity: 'in_review', isExperienced: true },
    orders: [
      { name: 'eth-hundred', asset: 'ETH_USDC', side: 'sell', usdc: 120_000, leverage: 100 },
      { name: 'btc', asset: 'BTC_USDC', side: 'buy', usdc: 30_000, leverage: 15 },
      { name: 'closed-btc', asset: 'BTC_USDC', side: 'sell', usdc: 60_000, leverage: 30, isClosed: true },
    ],
  },
  jonas: {
    ...{ email: at('jonas.brandt'), name: 'Jonas Brandt', country: 'DE', language: 'de', dateOfBirth: '1969-12-24' },
    ...{ address: 'Musterweg 1, 20095 Hamburg', identity: 'refused', isExperienced: true },
    orders: [
      { name: 'sol', asset: 'SOL_USDC', side: 'buy', usdc: 12_000, leverage: 10 },
      { name: 'small', asset: 'BTC_USDC', side: 'buy', usdc: 800, leverage: 2 },
    ],
  },
  priya: {
    ...{ email: at('priya.raman'), name: 'Priya Raman', country: 'IN', language: 'en-IN', dateOfBirth: '1997-02-11' },
    ...{ address: '8 Namuna Road, Pune 411001', identity: 'none', isExperienced: false },
    orders: [
      { name: 'sol', asset: 'SOL_USDC', side: 'buy', usdc: 60_000, leverage: 50 },
      { name: 'eth', asset: 'ETH_USDC', side: 'buy', usdc: 9_000, leverage: 25 },
    ],
  },
} as const satisfies Readonly<Record<string, DemoClient>>;

export type ClientName = keyof typeof CLIENTS;

export const CLIENT_NAMES = Object.keys(CLIENTS) as ClientName[];
