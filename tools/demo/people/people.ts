import type { Session } from '../product/session.ts';

/** People of the demonstration by their names, each signed in. */
export type People<Name extends string> = Readonly<Record<Name, Session>>;
