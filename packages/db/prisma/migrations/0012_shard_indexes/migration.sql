-- The second builds the indexes of the new keys. Everybody can read meanwhile, and those who write a table wait: an engine
-- with its snapshot, the recorder with its candles. A million rows take about a second.
CREATE UNIQUE INDEX "Checkpoint_shard_reader_key" ON "Checkpoint"("shard", "reader");
CREATE UNIQUE INDEX "Snapshot_shard_position_key" ON "Snapshot"("shard", "position");
CREATE UNIQUE INDEX "Loss_shard_after_key" ON "Loss"("shard", "after");
CREATE UNIQUE INDEX "Instrument_shard_asset_key" ON "Instrument"("shard", "asset");
CREATE UNIQUE INDEX "Quote_shard_asset_key" ON "Quote"("shard", "asset");
CREATE UNIQUE INDEX "HeldTick_shard_asset_key" ON "HeldTick"("shard", "asset");
CREATE UNIQUE INDEX "Account_shard_userId_key" ON "Account"("shard", "userId");
CREATE UNIQUE INDEX "OpenOrder_shard_orderId_key" ON "OpenOrder"("shard", "orderId");
CREATE UNIQUE INDEX "ClosedId_shard_orderId_key" ON "ClosedId"("shard", "orderId");
CREATE UNIQUE INDEX "OpenOrder_shard_number_key" ON "OpenOrder"("shard", "number");
CREATE UNIQUE INDEX "Candle_shard_asset_seconds_start_key" ON "Candle"("shard", "asset", "seconds", "start");

-- The planner has to know that the new column tells nothing apart.
ANALYZE "ExistingTrade";
ANALYZE "Rejection";
ANALYZE "Candle";
ANALYZE "Account";
ANALYZE "OpenOrder";
ANALYZE "ClosedId";
