import { Global, Module } from '@nestjs/common';
import { BufferKeys, LedgerReader, ReportQueue, TargetTable } from '#event-buffer';
import { OwnAppends } from './own-appends.js';
import { SpillBudget } from './spill-budget.js';
import { provide } from '../provide.js';
import { RelayParts } from '../relay-parts.js';
import { RepeatedWrites } from './repeated-writes.js';
import { RelayRedis } from './relay-redis.js';

const SPILL_BYTES_MAX = 64 * 1024 * 1024;

/** The buffer that all processes share. Global: every role works on it. */
@Global()
@Module({
  providers: [
    provide(BufferKeys, [RelayParts], ({ config }) => new BufferKeys(config.redis.prefix)),
    provide(
      SpillBudget,
      [RelayParts],
      ({ spillBytesMax }) => new SpillBudget(spillBytesMax ?? SPILL_BYTES_MAX),
    ),
    provide(
      RelayRedis,
      [RelayParts, BufferKeys, SpillBudget],
      (parts, keys, budget) => new RelayRedis(parts, keys, budget),
    ),
    provide(
      ReportQueue,
      [RelayParts, RelayRedis],
      ({ config: { redis } }, { failed }) => new ReportQueue(redis, redis, failed),
    ),
    provide(OwnAppends, [], () => new OwnAppends()),
    provide(RepeatedWrites, [RelayRedis], ({ failed }) => new RepeatedWrites(failed)),
    provide(
      LedgerReader,
      [RelayRedis, BufferKeys],
      ({ small }, keys) => new LedgerReader(small, keys),
    ),
    provide(
      TargetTable,
      [RelayRedis, BufferKeys],
      ({ small }, keys) => new TargetTable(small, keys),
    ),
  ],
  exports: [
    BufferKeys,
    SpillBudget,
    RelayRedis,
    OwnAppends,
    RepeatedWrites,
    ReportQueue,
    LedgerReader,
    TargetTable,
  ],
})
export class BufferModule {}
