-- CreateTable
CREATE TABLE "VenueSnapshot" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "position" TEXT NOT NULL,
    "formatVersion" INTEGER NOT NULL,
    "stateHash" TEXT NOT NULL,
    "nextOrderNumber" BIGINT NOT NULL,
    "entryDigest" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "VenueSnapshot_pkey" PRIMARY KEY ("shard","position")
);

-- CreateTable
CREATE TABLE "VenueAsset" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "asset" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "decimals" INTEGER NOT NULL,
    "deposited" BIGINT NOT NULL,
    "fees" BIGINT NOT NULL,

    CONSTRAINT "VenueAsset_pkey" PRIMARY KEY ("shard","asset")
);

-- CreateTable
CREATE TABLE "VenueMarket" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "market" TEXT NOT NULL,
    "base" TEXT NOT NULL,
    "quote" TEXT NOT NULL,
    "priceDecimals" INTEGER NOT NULL,
    "quantityDecimals" INTEGER NOT NULL,
    "tickSize" BIGINT NOT NULL,
    "stepSize" BIGINT NOT NULL,
    "minPrice" BIGINT NOT NULL,
    "maxPrice" BIGINT NOT NULL,
    "minQuantity" BIGINT NOT NULL,
    "maxQuantity" BIGINT NOT NULL,
    "minNotional" BIGINT NOT NULL,
    "makerFeePpm" INTEGER NOT NULL,
    "takerFeePpm" INTEGER NOT NULL,
    "minMultiplierBps" INTEGER,
    "maxMultiplierBps" INTEGER,
    "minImpactBps" INTEGER,
    "maxImpactBps" INTEGER,
    "maxOpenOrders" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "baseDecimals" INTEGER NOT NULL,
    "quoteDecimals" INTEGER NOT NULL,
    "lotUnits" BIGINT NOT NULL,
    "notionalUnits" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "tradeId" BIGINT NOT NULL,
    "updateId" BIGINT NOT NULL,
    "lastPrices" TEXT NOT NULL,

    CONSTRAINT "VenueMarket_pkey" PRIMARY KEY ("shard","market")
);

-- CreateTable
CREATE TABLE "VenueAccount" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "userId" UUID NOT NULL,
    "number" INTEGER NOT NULL,

    CONSTRAINT "VenueAccount_pkey" PRIMARY KEY ("shard","userId")
);

-- CreateTable
CREATE TABLE "VenueBalance" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "number" BIGINT NOT NULL,
    "available" BIGINT NOT NULL,
    "locked" BIGINT NOT NULL,
    "userId" UUID NOT NULL,
    "asset" TEXT NOT NULL,

    CONSTRAINT "VenueBalance_pkey" PRIMARY KEY ("shard","number")
);

-- CreateTable
CREATE TABLE "VenueOrder" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "number" BIGINT NOT NULL,
    "price" BIGINT NOT NULL,
    "quantity" BIGINT NOT NULL,
    "executed" BIGINT NOT NULL,
    "executedQuote" BIGINT NOT NULL,
    "placedAt" BIGINT NOT NULL,
    "clientId" BIGINT NOT NULL,
    "userId" UUID NOT NULL,
    "market" TEXT NOT NULL,
    "feePpm" INTEGER NOT NULL,
    "selfTradePrevention" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "postOnly" TEXT NOT NULL,

    CONSTRAINT "VenueOrder_pkey" PRIMARY KEY ("shard","number")
);

-- CreateIndex
CREATE INDEX "VenueSnapshot_createdAt_idx" ON "VenueSnapshot"("createdAt");
