/** Why a request is not done, or a subscription ended. Clients branch on the code, whose meaning never changes. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  /** Seconds after which it makes sense to try again. */
  readonly retryAfter?: number;
}

export type RefusalCode =
  | 'invalid_request'
  | 'unknown_stream'
  | 'unauthorized'
  | 'too_many_subscriptions'
  | 'too_many_connections'
  | 'too_many_requests'
  | 'unavailable';
