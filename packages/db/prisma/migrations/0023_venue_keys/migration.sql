-- CreateTable
CREATE TABLE "VenueKey" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "publicKey" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "VenueKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VenueLoss" (
    "shard" INTEGER NOT NULL DEFAULT 0,
    "after" TEXT NOT NULL,
    "foundAt" BIGINT NOT NULL,

    CONSTRAINT "VenueLoss_pkey" PRIMARY KEY ("shard","after")
);

-- CreateIndex
CREATE UNIQUE INDEX "VenueKey_publicKey_key" ON "VenueKey"("publicKey");

-- CreateIndex
CREATE INDEX "VenueKey_userId_idx" ON "VenueKey"("userId");

-- AddForeignKey
ALTER TABLE "VenueKey" ADD CONSTRAINT "VenueKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
