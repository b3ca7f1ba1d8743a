-- Several closings of one order, orders that ended without a closing, and what happened to an order before its end. The new
-- columns are added without rewriting rows: those of before are of orders that ended.
ALTER TABLE "ExistingTrade" ADD COLUMN "remaining" DECIMAL(38,12);
ALTER TABLE "ExistingTrade" ADD COLUMN "remainingMargin" DECIMAL(38,6);
ALTER TABLE "ExistingTrade" ADD COLUMN "remainingLiquidationPrice" DECIMAL(38,12);
ALTER TABLE "ExistingTrade" ADD COLUMN "nettedBy" UUID;
CREATE TABLE "CancelledOrder" (
    "id" TEXT NOT NULL,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "orderId" UUID NOT NULL,
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
    "guaranteed" BOOLEAN NOT NULL,
    "reduceOnly" BOOLEAN NOT NULL,
    "maxSlippageBps" BIGINT,
    "expiresAt" BIGINT,
    "placedAt" BIGINT NOT NULL,
    "code" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CancelledOrder_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "CancelledOrder_userId_id_idx" ON "CancelledOrder"("userId", "id" DESC);
CREATE INDEX "CancelledOrder_orderId_idx" ON "CancelledOrder"("orderId");
CREATE TABLE "ReducedOrder" (
    "id" TEXT NOT NULL,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "orderId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "asset" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "quantity" DECIMAL(38,12) NOT NULL,
    "closedQuantity" DECIMAL(38,12) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReducedOrder_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "ReducedOrder_orderId_idx" ON "ReducedOrder"("orderId");
CREATE TABLE "OrderEvent" (
    "id" TEXT NOT NULL,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "orderId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSON NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OrderEvent_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "OrderEvent_orderId_id_idx" ON "OrderEvent"("orderId", "id");
