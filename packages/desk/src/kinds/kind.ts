import type { Queryable } from '@fulcrum/db';
import type { CommandType } from '@fulcrum/protocol';
import type { z } from 'zod';
import type { LogParts } from '../log-state/log-parts.ts';

/** An action that is about to be carried out. */
export interface CarriedOut<Data> {
  readonly id: string;
  readonly data: Data;
  /** Who asked for it, as the log calls them. */
  readonly askedBy: string;
  /** What it replaces, where it does, as the log has it at this moment. */
  readonly present?: unknown;
}

/** What the log is given: a command without its request id and its actor. */
export interface EngineCommand {
  readonly type: CommandType;
  readonly data: Readonly<Record<string, unknown>>;
  /** Shown on screens by the same step. */
  readonly tick?: { readonly asset: string; readonly bid: string; readonly ask: string };
}

/** Why an action cannot be carried out any more. */
export interface Hindrance {
  readonly code: string;
  readonly message: string;
}

/** What an action would replace. It is shown to who says yes, and has to be the same when it is carried out. */
interface Replacing<Data> {
  /** What is there now, as the log has it. */
  readonly present: (parts: LogParts, data: Data) => Promise<unknown>;
  /** What keeps the action from being carried out upon this. By default any change since it was asked for does. */
  readonly hindrance?: (present: unknown, data: Data) => Hindrance | undefined;
}

/** All that is to be known of one kind of action, besides who may do it. */
interface KindBase<Data> {
  /** What it takes. */
  readonly data: z.ZodType<Data>;
  /** Whom or what it concerns: a user's id, an asset, a group. */
  readonly subject: (data: Data) => string;
  /** The client, or the member of staff, whom it concerns. */
  readonly userId?: (data: Data) => string;
  /** What it is about in USDC, where that decides whether it takes two. */
  readonly amount?: (data: Data) => string;
  readonly replaces?: Replacing<Data>;
}

/** Is done by the engine. */
export interface EngineKind<Data> extends KindBase<Data> {
  /** The version of the rules from which on it is possible. */
  readonly rules: (data: Data) => number;
  readonly command: (action: CarriedOut<Data>) => EngineCommand;
  /** What keeps it from being sent; `wait` while that is not known. Is not asked where it was sent before. */
  readonly check?: (parts: LogParts, action: CarriedOut<Data>) => Promise<Hindrance | 'wait' | undefined>;
}

/** Is done by the database, in the transaction of the yes. */
export interface DatabaseKind<Data> extends KindBase<Data> {
  /** Holds what it changes until the transaction ends, before anybody's role is looked at. */
  readonly hold?: (tx: Queryable) => Promise<void>;
  /** @returns what is to be told of it. */
  readonly act: (tx: Queryable, action: CarriedOut<Data>) => Promise<Readonly<Record<string, unknown>>>;
}

// biome-ignore lint/suspicious/noExplicitAny: each kind has data of its own, which its schema has read.
export type Kind = EngineKind<any> | DatabaseKind<any>;

export function isEngineKind(kind: Kind): kind is EngineKind<unknown> {
  return 'command' in kind;
}
