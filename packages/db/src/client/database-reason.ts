/**
 * Why something that uses the database failed, in one line for people: PostgreSQL's own words where there are any, else
 * Prisma's last line, which comes after a description of the call.
 */
export function databaseReason(error: unknown): string {
  const message = ownWords(error) ?? lastLine(error);
  return isDatabaseError(error) ? `PostgreSQL: ${message}` : message;
}

/** A connection could not be made: the system's own error does not say to what. */
export function unreachable(cause: unknown): Error {
  return new Error(`PostgreSQL: ${lastLine(cause)}`, { cause });
}

function ownWords(error: unknown): string | undefined {
  const words = field(field(field(field(error, 'meta'), 'driverAdapterError'), 'cause'), 'originalMessage');
  return typeof words === 'string' ? words : undefined;
}

function lastLine(error: unknown): string {
  if (error instanceof AggregateError) return [...new Set(error.errors.map(lastLine))].join(', ');
  const message = error instanceof Error ? error.message : String(error);
  return message.trimEnd().split('\n').at(-1)?.trim() ?? message;
}

/** Of Prisma, or of the driver itself: only those have a severity. */
function isDatabaseError(error: unknown): boolean {
  return error instanceof Error && (error.name.startsWith('PrismaClient') || 'severity' in error);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
