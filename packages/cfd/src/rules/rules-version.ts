/**
 * A log begins with version 1 of the rules, and goes up where `set-rules` stands in it. So old and new engines agree on
 * the log before that entry, and old journals replay. What each version switches on: docs/rules.md, "Versions of the
 * rules".
 */
export const FIRST_RULES = 1;

/** From this version on money is transferred and put on hold, and events tell an account's cash. */
export const LEDGER_RULES = 4;

/** From this version on groups and accounts have settings: limits, rights and pauses. */
export const SETTINGS_RULES = 5;

/** From this version on orders wait for their price, close in part, trail, are guaranteed, and net others. */
export const ORDER_RULES = 6;

/** From this version on commands say who asked for them, and prices are set by hand. */
export const DESK_RULES = 7;

/** The newest version that this code knows. */
export const NEWEST_RULES = 7;

/** The log is ahead of this code, which can only stop: whatever it answered would be wrong. */
export class UnknownRulesError extends Error {
  override readonly name = 'UnknownRulesError';
  readonly version: number;

  constructor(version: number) {
    super(
      `The log has rules version ${version}, and this version of Fulcrum knows no newer one than ${NEWEST_RULES}: upgrade it.`,
    );
    this.version = version;
  }
}
