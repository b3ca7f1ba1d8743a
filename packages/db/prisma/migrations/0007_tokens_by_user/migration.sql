-- CreateIndex
CREATE INDEX "SignInToken_userId_idx" ON "SignInToken"("userId");
