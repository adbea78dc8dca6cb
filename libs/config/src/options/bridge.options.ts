import { EVENT_CLASSES, TEXT_LENGTH_DEFAULT, type EventClass } from '#live-event';
import {
  Block,
  isBlock,
  OneOf,
  Optional,
  RawBlock,
  Text,
  TextThat,
  ValueThat,
  Whole,
} from '#options';
import { APP_USER_ID_WHAT, ID, ID_WHAT, isAppUserId, urlOf } from '../values/formats.js';
import {
  DEFAULT_PROJECT,
  type ConnectWhen,
  type Delivery,
  type Placement,
} from '../relay-config.js';
import { ChooseOptions } from './choose.options.js';
import { FilterOptions, NO_FILTER } from './filter.options.js';
import { ReviewConfigOptions } from './metastudio.options.js';

export class TargetOptions {
  @Optional()
  @Text('the name of one of the projects', /^[\w.-]{1,64}$/)
  project = DEFAULT_PROJECT;

  @Text(ID_WHAT, ID)
  roomId!: string;

  @Optional()
  @Text(`auto, or ${ID_WHAT}`, ID)
  jobId = 'auto';

  @Optional()
  @TextThat('an https:// address, as MetaStudio issued it', (value) => {
    return urlOf(value, ['https:', 'http:']) !== undefined;
  })
  reportUrl?: string;

  @Optional()
  @TextThat(APP_USER_ID_WHAT, isAppUserId)
  appUserId?: string;

  @Optional()
  @Block(() => ReviewConfigOptions)
  reviewConfig?: ReviewConfigOptions;

  @Optional()
  @Block(() => ChooseOptions)
  choose?: ChooseOptions;
}

/** Classes that are left out: `at-least-once`. */
export type DeliveryByClass = Partial<Record<EventClass, Delivery>>;

const DELIVERIES: readonly unknown[] = ['at-least-once', 'at-most-once'] satisfies Delivery[];
const DELIVERY_WHAT = `at-least-once or at-most-once, or a block of either for ${EVENT_CLASSES.join(', ')}`;

function isDelivery(value: unknown): boolean {
  if (!isBlock(value)) return DELIVERIES.includes(value);
  const classes: readonly string[] = EVENT_CLASSES;
  const all = Object.entries(value);
  return all.every(([name, word]) => classes.includes(name) && DELIVERIES.includes(word));
}

/** The name of a bridge: it is a metric label, and a part of Redis keys and addresses. */
export const BRIDGE_NAME = /^[a-z0-9][a-z0-9_.-]{0,63}$/;

export class BridgeOptions {
  @Text('1 to 64 of a-z, 0-9, - _ and ., beginning with a letter or digit', BRIDGE_NAME)
  name!: string;

  /** Checked by the class of its type. */
  @RawBlock()
  source!: Record<string, unknown>;

  @Block(() => TargetOptions)
  target!: TargetOptions;

  @Optional()
  @Block(() => FilterOptions)
  filter: FilterOptions = NO_FILTER;

  /** What of its events is worth an answer; a target may have one for all its bridges. */
  @Optional()
  @Block(() => ChooseOptions)
  choose?: ChooseOptions;

  @Optional()
  @ValueThat(DELIVERY_WHAT, isDelivery)
  delivery: Delivery | DeliveryByClass = 'at-least-once';

  /** `while-live`: the source is connected only while its room has a running live job. */
  @Optional()
  @OneOf(['always', 'while-live'])
  connect: ConnectWhen = 'always';

  /** Where its source may be held; absent: by its address. */
  @Optional()
  @OneOf(['here', 'anywhere'])
  placement?: Placement;

  /** How many collectors hold its source, on different hosts. */
  @Optional()
  @Whole(1, 2)
  redundancy = 1;

  @Optional()
  @Whole(1, TEXT_LENGTH_DEFAULT)
  maxTextLength = TEXT_LENGTH_DEFAULT;
}
