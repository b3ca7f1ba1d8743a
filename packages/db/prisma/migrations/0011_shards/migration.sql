-- Three migrations give the tables a shard, so that none holds a lock for long that readers have to wait for. Each begins
-- with "Checkpoint", as the transactions do that write these tables: who waits for the other has locked nothing yet.
--
-- The first adds the columns. A default that is constant is written into no row: this takes no time, however many there are.
ALTER TABLE "Checkpoint" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "User" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ExistingTrade" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Rejection" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Candle" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Snapshot" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Loss" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Instrument" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Quote" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "HeldTick" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Account" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "OpenOrder" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ClosedId" ADD COLUMN "shard" INTEGER NOT NULL DEFAULT 0;
