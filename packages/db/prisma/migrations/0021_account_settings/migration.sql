-- The limits of groups of accounts, and the rights, pauses and limits of accounts. The new columns are added without rewriting rows.
CREATE TABLE "AccountGroup" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "name" TEXT NOT NULL,
    "maxOpenOrders" INTEGER,
    "maxNotional" DECIMAL(38,6),
    "maxTotalNotional" DECIMAL(38,6),

    CONSTRAINT "AccountGroup_pkey" PRIMARY KEY ("shard", "name")
);
ALTER TABLE "Account" ADD COLUMN "rights" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Account" ADD COLUMN "pausedUntil" BIGINT;
ALTER TABLE "Account" ADD COLUMN "maxOpenOrders" BIGINT;
ALTER TABLE "Account" ADD COLUMN "maxNotional" BIGINT;
ALTER TABLE "Account" ADD COLUMN "maxTotalNotional" BIGINT;
