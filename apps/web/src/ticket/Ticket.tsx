import type { Instrument } from '@fulcrum/core';

export interface TicketProps {
  readonly instrument: Instrument;
  /** Undefined while it is not known. */
  readonly isSignedIn: boolean | undefined;
  readonly onSignIn: () => void;
}

export function Ticket({ instrument }: TicketProps) {
  return <section aria-label="Order ticket">{instrument.asset}</section>;
}
