-- AlterTable
ALTER TABLE "Snapshot" ADD COLUMN     "rulesVersion" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Instrument" ADD COLUMN     "assetClass" TEXT,
ADD COLUMN     "confirmJumpMs" INTEGER,
ADD COLUMN     "maxJumpBps" INTEGER,
ADD COLUMN     "maxSpreadBps" INTEGER,
ADD COLUMN     "mode" TEXT;

-- CreateTable
CREATE TABLE "HeldTick" (
    "asset" TEXT NOT NULL,
    "bid" DECIMAL(38,12) NOT NULL,
    "ask" DECIMAL(38,12) NOT NULL,
    "exchangeTime" TEXT,
    "source" TEXT,
    "heldSince" BIGINT NOT NULL,

    CONSTRAINT "HeldTick_pkey" PRIMARY KEY ("asset")
);
