-- What accounts have on hold, whether a closed id was a transfer's, the ledger, and the steps of transfers. The new column is added without
-- rewriting rows.
CREATE TABLE "Hold" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "transferId" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "userId" UUID NOT NULL,
    "amount" DECIMAL(38,6) NOT NULL,

    CONSTRAINT "Hold_pkey" PRIMARY KEY ("shard", "transferId")
);
CREATE UNIQUE INDEX "Hold_shard_number_key" ON "Hold"("shard", "number");
ALTER TABLE "ClosedId" ADD COLUMN "purpose" INTEGER NOT NULL DEFAULT 0;
CREATE TABLE "LedgerEntry" (
    "id" TEXT NOT NULL,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "userId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "amount" DECIMAL(38,6) NOT NULL,
    "cash" DECIMAL(38,6) NOT NULL,
    "orderId" UUID,
    "transferId" UUID,
    "note" TEXT,
    "bookedAt" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LedgerEntry_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "LedgerEntry_userId_id_idx" ON "LedgerEntry"("userId", "id" DESC);
CREATE TABLE "Transfer" (
    "id" TEXT NOT NULL,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "transferId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "amount" DECIMAL(38,6) NOT NULL,
    "note" TEXT,
    "madeAt" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Transfer_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "Transfer_transferId_idx" ON "Transfer"("transferId");
CREATE INDEX "Transfer_userId_id_idx" ON "Transfer"("userId", "id" DESC);
CREATE INDEX "Transfer_step_id_idx" ON "Transfer"("step", "id" DESC);
