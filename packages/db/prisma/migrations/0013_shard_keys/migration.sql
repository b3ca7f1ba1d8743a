-- The third makes these indexes the keys. Each table is locked for a moment. A hypertable takes no key that is built
-- already, so that the candles keep the index alone.
ALTER TABLE "Checkpoint" DROP CONSTRAINT "Checkpoint_pkey", ADD CONSTRAINT "Checkpoint_pkey" PRIMARY KEY USING INDEX "Checkpoint_shard_reader_key";
ALTER TABLE "Snapshot" DROP CONSTRAINT "Snapshot_pkey", ADD CONSTRAINT "Snapshot_pkey" PRIMARY KEY USING INDEX "Snapshot_shard_position_key";
ALTER TABLE "Loss" DROP CONSTRAINT "Loss_pkey", ADD CONSTRAINT "Loss_pkey" PRIMARY KEY USING INDEX "Loss_shard_after_key";
ALTER TABLE "Instrument" DROP CONSTRAINT "Instrument_pkey", ADD CONSTRAINT "Instrument_pkey" PRIMARY KEY USING INDEX "Instrument_shard_asset_key";
ALTER TABLE "Quote" DROP CONSTRAINT "Quote_pkey", ADD CONSTRAINT "Quote_pkey" PRIMARY KEY USING INDEX "Quote_shard_asset_key";
ALTER TABLE "HeldTick" DROP CONSTRAINT "HeldTick_pkey", ADD CONSTRAINT "HeldTick_pkey" PRIMARY KEY USING INDEX "HeldTick_shard_asset_key";
ALTER TABLE "Account" DROP CONSTRAINT "Account_pkey", ADD CONSTRAINT "Account_pkey" PRIMARY KEY USING INDEX "Account_shard_userId_key";
ALTER TABLE "OpenOrder" DROP CONSTRAINT "OpenOrder_pkey", ADD CONSTRAINT "OpenOrder_pkey" PRIMARY KEY USING INDEX "OpenOrder_shard_orderId_key";
ALTER TABLE "ClosedId" DROP CONSTRAINT "ClosedId_pkey", ADD CONSTRAINT "ClosedId_pkey" PRIMARY KEY USING INDEX "ClosedId_shard_orderId_key";
DROP INDEX "OpenOrder_number_key";
ALTER TABLE "Candle" DROP CONSTRAINT "Candle_pkey";
