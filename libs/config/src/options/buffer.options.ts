import { EVENT_TYPES, type EventType } from '#live-event';
import { Block, Decimal, Optional, Whole } from '#options';

const AGE_MAX_SECONDS = 30 * 86_400;

export class MaxAgeOptions {
  @Optional()
  @Decimal(1, AGE_MAX_SECONDS, 'never')
  paid: number | 'never' = 'never';

  @Optional()
  @Decimal(1, AGE_MAX_SECONDS, 'never')
  chat: number | 'never' = 300;

  @Optional()
  @Decimal(1, AGE_MAX_SECONDS, 'never')
  ambient: number | 'never' = 60;
}

/** How many events of each type a target admits a second. */
export class MaxPerSecondOptions implements Partial<Record<EventType, number>> {
  comment?: number;
  enter?: number;
  like?: number;
  gift?: number;
  follow?: number;
  viewers?: number;
  raw?: number;
}
for (const type of EVENT_TYPES) {
  Optional()(MaxPerSecondOptions.prototype, type);
  Whole(1, 1_000_000)(MaxPerSecondOptions.prototype, type);
}

export class BufferOptions {
  @Optional()
  @Whole(1, 10_000_000)
  maxEvents = 100_000;

  @Optional()
  @Whole(1024, 12_582_912)
  maxBytes = 2_097_152;

  @Optional()
  @Whole(0, 60_000)
  minIntervalMs = 500;

  @Optional()
  @Whole(0, 60_000)
  lingerMs = 0;

  @Optional()
  @Whole(0, 16)
  waitReplicas = 0;

  @Optional()
  @Block(() => MaxAgeOptions)
  maxAgeSeconds: MaxAgeOptions = new MaxAgeOptions();

  @Optional()
  @Block(() => MaxPerSecondOptions)
  maxPerSecond: MaxPerSecondOptions = new MaxPerSecondOptions();
}
