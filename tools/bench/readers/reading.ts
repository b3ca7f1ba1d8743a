/** What readers read, each in its own way. */
export type What = 'figures' | 'orders' | 'unknown' | 'socket';

export interface Reading {
  readonly what: What;
  readonly apiUrl: string;
  readonly wsUrl: string;
  /** One reader for each. */
  readonly tokens: readonly string[];
}

/** What came of it. */
export interface ReadingReport {
  readonly reads: number;
  readonly bytes: number;
  /** Answers that said to come back later. */
  readonly refused: number;
}
