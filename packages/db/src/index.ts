export { type BulkTable, deleteRows, insertNewRows, type Row, upsertRows } from './bulk-rows.ts';
export { CheckpointMovedError, moveCheckpoint, readCheckpoint } from './checkpoint.ts';
export { connectDatabase, type Database, type Queryable } from './client.ts';
export { Prisma } from './generated/client.ts';
export { migrate } from './migrate.ts';
export { type Reading, readAtOneMoment } from './read-transaction.ts';
