-- CreateTable
CREATE TABLE "HedgeHolding" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "asset" TEXT NOT NULL,
    "baseline" DECIMAL(38,12) NOT NULL,
    "amount" DECIMAL(38,12) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "HedgeHolding_pkey" PRIMARY KEY ("shard","asset")
);
