-- CreateTable
CREATE TABLE "VenueTrade" (
    "id" TEXT NOT NULL,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "market" TEXT NOT NULL,
    "tradeId" BIGINT NOT NULL,
    "price" BIGINT NOT NULL,
    "quantity" BIGINT NOT NULL,
    "quoteQuantity" BIGINT NOT NULL,
    "takerSide" TEXT NOT NULL,
    "takerOrderId" BIGINT NOT NULL,
    "takerUserId" UUID NOT NULL,
    "takerClientId" BIGINT,
    "takerFee" BIGINT NOT NULL,
    "makerOrderId" BIGINT NOT NULL,
    "makerUserId" UUID NOT NULL,
    "makerClientId" BIGINT,
    "makerFee" BIGINT NOT NULL,
    "tradedAt" BIGINT NOT NULL,

    CONSTRAINT "VenueTrade_pkey" PRIMARY KEY ("id","tradedAt")
);

-- CreateTable
CREATE TABLE "VenuePastOrder" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "orderId" BIGINT NOT NULL,
    "userId" UUID NOT NULL,
    "market" TEXT NOT NULL,
    "clientId" BIGINT,
    "side" TEXT NOT NULL,
    "orderType" TEXT NOT NULL,
    "price" BIGINT,
    "quantity" BIGINT,
    "quoteQuantity" BIGINT,
    "timeInForce" TEXT NOT NULL,
    "postOnly" BOOLEAN NOT NULL,
    "selfTradePrevention" TEXT NOT NULL,
    "placedAt" BIGINT NOT NULL,
    "executed" BIGINT NOT NULL,
    "executedQuote" BIGINT NOT NULL,
    "status" TEXT,
    "reason" TEXT,
    "endedAt" BIGINT,

    CONSTRAINT "VenuePastOrder_pkey" PRIMARY KEY ("shard","orderId")
);

-- CreateTable
CREATE TABLE "VenueCandle" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "market" TEXT NOT NULL,
    "seconds" INTEGER NOT NULL,
    "start" BIGINT NOT NULL,
    "open" BIGINT NOT NULL,
    "high" BIGINT NOT NULL,
    "low" BIGINT NOT NULL,
    "close" BIGINT NOT NULL,
    "volume" DECIMAL(38,0) NOT NULL,
    "quoteVolume" DECIMAL(38,0) NOT NULL,
    "trades" INTEGER NOT NULL,
    "source" TEXT
);

-- CreateIndex
CREATE INDEX "VenueTrade_shard_market_tradedAt_tradeId_idx" ON "VenueTrade"("shard", "market", "tradedAt", "tradeId");

-- CreateIndex
CREATE INDEX "VenueTrade_takerUserId_id_idx" ON "VenueTrade"("takerUserId", "id" DESC);

-- CreateIndex
CREATE INDEX "VenueTrade_makerUserId_id_idx" ON "VenueTrade"("makerUserId", "id" DESC);

-- CreateIndex
CREATE INDEX "VenuePastOrder_userId_orderId_idx" ON "VenuePastOrder"("userId", "orderId" DESC);

-- CreateIndex
CREATE INDEX "VenuePastOrder_shard_placedAt_idx" ON "VenuePastOrder"("shard", "placedAt");

-- CreateIndex
CREATE UNIQUE INDEX "VenueCandle_shard_market_seconds_start_key" ON "VenueCandle"("shard", "market", "seconds", "start");
