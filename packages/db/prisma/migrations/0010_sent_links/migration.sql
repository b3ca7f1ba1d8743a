-- AlterTable
ALTER TABLE "SignInToken" ADD COLUMN     "sentAt" TIMESTAMPTZ(3);
