/** How many seconds each interval takes that may be asked for. All of them divide a day, which begins at 00:00 UTC. */
export const INTERVAL_SECONDS = {
  '1s': 1,
  '1m': 60,
  '3m': 180,
  '5m': 300,
  '15m': 900,
  '30m': 1_800,
  '1h': 3_600,
  '2h': 7_200,
  '4h': 14_400,
  '6h': 21_600,
  '8h': 28_800,
  '12h': 43_200,
  '1d': 86_400,
} as const;

export type Interval = keyof typeof INTERVAL_SECONDS;
