import pg from 'pg';

/** The user that a database's URL names. */
export interface NamedUser {
  readonly name: string;
  /** Undefined where the server knows the user without one. */
  readonly password: string | undefined;
}

/** Reads the user out of a URL as the driver does, the environment's defaults included. */
export function namedUser(databaseUrl: string): NamedUser {
  const { user, password } = new pg.Client({ connectionString: databaseUrl });
  return { name: user ?? '', password: password || undefined };
}
