-- CreateTable
CREATE TABLE "StaffMember" (
    "userId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "givenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StaffMember_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "number" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "previousHash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "DeskAction" (
    "id" UUID NOT NULL,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "kind" TEXT NOT NULL,
    "userId" UUID,
    "subject" TEXT NOT NULL,
    "data" JSON NOT NULL,
    "before" JSON,
    "reason" TEXT NOT NULL,
    "askedBy" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "takesTwo" BOOLEAN NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "decidedBy" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "decisionReason" TEXT,
    "entryId" TEXT,
    "answer" JSON,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DeskAction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeskAnswer" (
    "id" TEXT NOT NULL,
    "shard" INTEGER NOT NULL DEFAULT 0,
    "actionId" UUID NOT NULL,
    "event" JSON NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DeskAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClientNote" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "author" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ClientNote_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditEntry_actor_number_idx" ON "AuditEntry"("actor", "number" DESC);

-- CreateIndex
CREATE INDEX "AuditEntry_subject_number_idx" ON "AuditEntry"("subject", "number" DESC);

-- CreateIndex
CREATE INDEX "AuditEntry_act_number_idx" ON "AuditEntry"("act", "number" DESC);

-- CreateIndex
CREATE INDEX "DeskAction_state_askedAt_idx" ON "DeskAction"("state", "askedAt" DESC);

-- CreateIndex
CREATE INDEX "DeskAction_userId_askedAt_idx" ON "DeskAction"("userId", "askedAt" DESC);

-- CreateIndex
CREATE INDEX "DeskAction_askedAt_idx" ON "DeskAction"("askedAt" DESC);

-- CreateIndex
CREATE INDEX "DeskAnswer_actionId_idx" ON "DeskAnswer"("actionId");

-- CreateIndex
CREATE INDEX "ClientNote_userId_createdAt_idx" ON "ClientNote"("userId", "createdAt" DESC);

-- AddForeignKey
ALTER TABLE "StaffMember" ADD CONSTRAINT "StaffMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClientNote" ADD CONSTRAINT "ClientNote_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Gives a row of the audit log its number and its time, and hashes it onto the row before. Whoever adds rows takes their
-- turn until the transaction ends. What is hashed is one text: each part on a line of its own, and the content behind them.
-- No part but the content may hold the end of a line, so that no two rows have the same text.
CREATE FUNCTION chain_audit_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    last RECORD;
BEGIN
    IF concat(NEW."actor", NEW."role", NEW."address", NEW."act", NEW."subject") ~ E'[\\r\\n]' THEN
        RAISE EXCEPTION 'the parts of a row of the audit log, but for its content, are of one line';
    END IF;
    IF length(concat(NEW."actor", NEW."role", NEW."address", NEW."act", NEW."subject")) > 1000 OR length(NEW."content") > 65536 THEN
        RAISE EXCEPTION 'a row of the audit log is too long';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('AuditEntry'));
    SELECT "number", "hash" INTO last FROM "AuditEntry" ORDER BY "number" DESC LIMIT 1;
    NEW."number" := coalesce(last."number", 0) + 1;
    NEW."at" := date_trunc('milliseconds', clock_timestamp());
    NEW."previousHash" := coalesce(last."hash", decode(repeat('00', 32), 'hex'));
    NEW."hash" := sha256(NEW."previousHash" || convert_to(concat_ws(E'\n', NEW."number", (extract(epoch FROM NEW."at") * 1000)::bigint, NEW."actor", NEW."role", NEW."address", NEW."act", NEW."subject", NEW."content"), 'UTF8'));
    RETURN NEW;
END
$$;

CREATE TRIGGER "AuditEntry_chain" BEFORE INSERT ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION chain_audit_entry();

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of the audit log are neither changed nor deleted';
END
$$;

CREATE TRIGGER "AuditEntry_kept" BEFORE UPDATE OR DELETE ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER "AuditEntry_all_kept" BEFORE TRUNCATE ON "AuditEntry" FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
