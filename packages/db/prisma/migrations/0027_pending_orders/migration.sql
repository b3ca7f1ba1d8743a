-- Orders that wait for their price, trailing and guaranteed stops, and the settings of both. The new columns are added without
-- rewriting rows.
CREATE TABLE "PendingOrder" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "orderId" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "userId" UUID NOT NULL,
    "asset" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "orderType" TEXT NOT NULL,
    "price" DECIMAL(38,12) NOT NULL,
    "quantity" DECIMAL(38,12) NOT NULL,
    "leverage" INTEGER NOT NULL,
    "takeProfit" DECIMAL(38,12),
    "stopLoss" DECIMAL(38,12),
    "trailingDistance" DECIMAL(38,12),
    "stopKind" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "maxSlippageBps" BIGINT NOT NULL,
    "expiresAt" BIGINT,
    "placedAt" BIGINT NOT NULL,

    CONSTRAINT "PendingOrder_pkey" PRIMARY KEY ("shard", "orderId")
);
CREATE UNIQUE INDEX "PendingOrder_shard_number_key" ON "PendingOrder"("shard", "number");
CREATE TABLE "TrailingGroup" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "number" BIGINT NOT NULL,
    "asset" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "extreme" DECIMAL(38,12) NOT NULL,

    CONSTRAINT "TrailingGroup_pkey" PRIMARY KEY ("shard", "number")
);
ALTER TABLE "OpenOrder" ADD COLUMN "trailingDistance" DECIMAL(38,12);
ALTER TABLE "OpenOrder" ADD COLUMN "trailingSince" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "OpenOrder" ADD COLUMN "stopKind" TEXT NOT NULL DEFAULT 'plain';
ALTER TABLE "Instrument" ADD COLUMN "guaranteedStopPpm" INTEGER;
ALTER TABLE "Instrument" ADD COLUMN "minGuaranteedDistanceBps" INTEGER;
ALTER TABLE "AccountGroup" ADD COLUMN "positionMode" TEXT;
