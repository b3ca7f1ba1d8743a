-- CreateTable
CREATE TABLE "KnownDevice" (
    "hash" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KnownDevice_pkey" PRIMARY KEY ("userId","hash")
);

-- CreateIndex
CREATE INDEX "KnownDevice_hash_idx" ON "KnownDevice"("hash");

-- CreateIndex
CREATE INDEX "KnownDevice_seenAt_idx" ON "KnownDevice"("seenAt");

-- AddForeignKey
ALTER TABLE "KnownDevice" ADD CONSTRAINT "KnownDevice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
