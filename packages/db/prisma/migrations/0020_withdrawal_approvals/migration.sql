-- CreateTable
CREATE TABLE "WithdrawalApproval" (
    "userId" UUID NOT NULL,
    "transferId" UUID NOT NULL,
    "amount" TEXT NOT NULL,
    "approvedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WithdrawalApproval_pkey" PRIMARY KEY ("userId","transferId")
);

-- CreateIndex
CREATE INDEX "WithdrawalApproval_approvedAt_idx" ON "WithdrawalApproval"("approvedAt");

-- AddForeignKey
ALTER TABLE "WithdrawalApproval" ADD CONSTRAINT "WithdrawalApproval_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
