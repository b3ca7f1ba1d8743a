import type { Role } from './roles.ts';

/** Who does something at the desk, and from where. */
export interface Actor {
  /** The id of a member of staff, `cli:NAME` of who used a command line, or `desk` of what happens by itself. */
  readonly id: string;
  readonly role: Role | 'operator' | 'system';
  /** The network that it came from; `local` of a command line. */
  readonly address: string;
}

/** Does what nobody does in person: it ends actions. */
export const DESK: Actor = { id: 'desk', role: 'system', address: 'local' };
