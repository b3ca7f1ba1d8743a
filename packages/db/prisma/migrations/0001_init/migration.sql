-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "lastLoggedIn" TIMESTAMPTZ(3),
    "balance" DECIMAL(38,6) NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInToken" (
    "hash" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SignInToken_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "ExistingTrade" (
    "id" TEXT NOT NULL,
    "orderId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "asset" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "quantity" DECIMAL(38,12) NOT NULL,
    "leverage" INTEGER NOT NULL,
    "openPrice" DECIMAL(38,12) NOT NULL,
    "closePrice" DECIMAL(38,12) NOT NULL,
    "slippage" DECIMAL(38,12) NOT NULL,
    "margin" DECIMAL(38,6) NOT NULL,
    "pnl" DECIMAL(38,6) NOT NULL,
    "payout" DECIMAL(38,6) NOT NULL,
    "reason" TEXT NOT NULL,
    "liquidated" BOOLEAN NOT NULL,
    "openedAt" BIGINT NOT NULL,
    "closedAt" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ExistingTrade_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Rejection" (
    "id" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "orderId" UUID,
    "userId" UUID,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "rejectedAt" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Rejection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Checkpoint" (
    "reader" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Checkpoint_pkey" PRIMARY KEY ("reader")
);

-- CreateTable
CREATE TABLE "Snapshot" (
    "position" TEXT NOT NULL,
    "formatVersion" INTEGER NOT NULL,
    "stateHash" TEXT NOT NULL,
    "houseResult" DECIMAL(38,6) NOT NULL,
    "deposits" DECIMAL(38,6) NOT NULL,
    "nextOrderNumber" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Snapshot_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "Instrument" (
    "asset" TEXT NOT NULL,
    "priceDecimals" INTEGER NOT NULL,
    "quantityDecimals" INTEGER NOT NULL,
    "minQuantity" DECIMAL(38,12) NOT NULL,
    "maxQuantity" DECIMAL(38,12) NOT NULL,
    "maxLeverage" INTEGER NOT NULL,
    "maxQuoteAgeMs" BIGINT NOT NULL,

    CONSTRAINT "Instrument_pkey" PRIMARY KEY ("asset")
);

-- CreateTable
CREATE TABLE "Quote" (
    "asset" TEXT NOT NULL,
    "bid" DECIMAL(38,12) NOT NULL,
    "ask" DECIMAL(38,12) NOT NULL,
    "time" BIGINT NOT NULL,

    CONSTRAINT "Quote_pkey" PRIMARY KEY ("asset")
);

-- CreateTable
CREATE TABLE "Account" (
    "userId" UUID NOT NULL,
    "balance" DECIMAL(38,6) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "OpenOrder" (
    "orderId" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "userId" UUID NOT NULL,
    "asset" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "quantity" DECIMAL(38,12) NOT NULL,
    "leverage" INTEGER NOT NULL,
    "openPrice" DECIMAL(38,12) NOT NULL,
    "margin" DECIMAL(38,6) NOT NULL,
    "takeProfit" DECIMAL(38,12),
    "stopLoss" DECIMAL(38,12),
    "slippage" DECIMAL(38,12) NOT NULL,
    "openedAt" BIGINT NOT NULL,

    CONSTRAINT "OpenOrder_pkey" PRIMARY KEY ("orderId")
);

-- CreateTable
CREATE TABLE "ClosedId" (
    "orderId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "closedAt" BIGINT NOT NULL,

    CONSTRAINT "ClosedId_pkey" PRIMARY KEY ("orderId")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "SignInToken_expiresAt_idx" ON "SignInToken"("expiresAt");

-- CreateIndex
CREATE INDEX "ExistingTrade_userId_id_idx" ON "ExistingTrade"("userId", "id" DESC);

-- CreateIndex
CREATE INDEX "ExistingTrade_orderId_idx" ON "ExistingTrade"("orderId");

-- CreateIndex
CREATE INDEX "Rejection_orderId_idx" ON "Rejection"("orderId");

-- CreateIndex
CREATE INDEX "Rejection_userId_id_idx" ON "Rejection"("userId", "id" DESC);

-- CreateIndex
CREATE INDEX "Snapshot_createdAt_idx" ON "Snapshot"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "OpenOrder_number_key" ON "OpenOrder"("number");

-- CreateIndex
CREATE INDEX "OpenOrder_userId_idx" ON "OpenOrder"("userId");

-- AddForeignKey
ALTER TABLE "SignInToken" ADD CONSTRAINT "SignInToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
