import type { Role } from './roles.ts';

/** Who does something at the desk, and from where. */
export interface Actor {
  /** The id of a member of staff, or `cli:NAME` of who used a command line. */
  readonly id: string;
  readonly role: Role | 'operator';
  /** The network that it came from; `local` of a command line. */
  readonly address: string;
}
