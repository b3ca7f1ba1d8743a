-- CreateTable
CREATE TABLE "IdentityCheck" (
    "userId" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'none',
    "version" INTEGER NOT NULL DEFAULT 0,
    "fullName" TEXT,
    "dateOfBirth" DATE,
    "nationality" TEXT,
    "address" TEXT,
    "taxResidence" TEXT,
    "questionnaireVersion" INTEGER,
    "answers" JSONB,
    "result" TEXT,
    "warningReadAt" TIMESTAMPTZ(3),
    "submittedAt" TIMESTAMPTZ(3),
    "reviewedBy" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "decidedBy" UUID,
    "reason" TEXT,
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "IdentityCheck_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "IdentityDocument" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdentityDocument_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdentityContent" (
    "documentId" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "IdentityContent_pkey" PRIMARY KEY ("documentId")
);

-- CreateTable
CREATE TABLE "ErasureRequest" (
    "userId" UUID NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "ErasureRequest_pkey" PRIMARY KEY ("userId")
);

-- CreateIndex
CREATE INDEX "IdentityCheck_state_submittedAt_userId_idx" ON "IdentityCheck"("state", "submittedAt", "userId");

-- CreateIndex
CREATE INDEX "IdentityDocument_userId_idx" ON "IdentityDocument"("userId");

-- CreateIndex
CREATE INDEX "ErasureRequest_askedAt_idx" ON "ErasureRequest"("askedAt");

-- AddForeignKey
ALTER TABLE "IdentityCheck" ADD CONSTRAINT "IdentityCheck_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IdentityDocument" ADD CONSTRAINT "IdentityDocument_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IdentityContent" ADD CONSTRAINT "IdentityContent_documentId_fkey" FOREIGN KEY ("documentId") REFERENCES "IdentityDocument"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ErasureRequest" ADD CONSTRAINT "ErasureRequest_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What is encrypted grows by being compressed.
ALTER TABLE "IdentityContent" ALTER COLUMN "sealed" SET STORAGE EXTERNAL;
