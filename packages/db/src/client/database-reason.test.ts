import { expect, it } from 'vitest';
import { databaseReason } from './database-reason.ts';

function prismaError(message: string, cause: object): Error {
  return Object.assign(new Error(message), {
    name: 'PrismaClientKnownRequestError',
    meta: { driverAdapterError: { name: 'DriverAdapterError', cause } },
  });
}

it.each<[string, unknown, string]>([
  [
    'with the words of PostgreSQL',
    prismaError('\nInvalid `prisma.checkpoint.findMany()` invocation:\n\n\nDatabase error. Code: `08P01`.', {
      kind: 'postgres',
      originalMessage: 'unsupported startup parameter: options',
    }),
    'PostgreSQL: unsupported startup parameter: options',
  ],
  [
    'without an answer',
    prismaError("\nInvalid `prisma.checkpoint.findMany()` invocation:\n\n\nCan't reach database server at db:5432", {
      kind: 'DatabaseNotReachable',
    }),
    "PostgreSQL: Can't reach database server at db:5432",
  ],
  [
    'of the driver',
    Object.assign(new Error('too many clients'), { severity: 'FATAL' }),
    'PostgreSQL: too many clients',
  ],
  ['of another kind', new Error('the snapshot is too old'), 'the snapshot is too old'],
  [
    'of several addresses',
    new AggregateError([new Error('refused by ::1'), new Error('lost')]),
    'refused by ::1, lost',
  ],
])('a failure %s is told in one line', (_, error, line) => {
  expect(databaseReason(error)).toBe(line);
});
