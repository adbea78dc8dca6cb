import {
  Block,
  BlockList,
  OneOf,
  Optional,
  SecretText,
  SomeOf,
  Text,
  TextThat,
  Whole,
  WriteOnly,
} from '#options';
import { urlOf } from '../values/formats.js';
import {
  NOTICE_CHANNELS,
  NOTICE_KINDS,
  type NoticeChannelType,
  type NoticeKind,
} from '../notices-config.js';

const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d';

/** Where notices go. */
export class NoticeChannelOptions {
  @OneOf(NOTICE_CHANNELS)
  type!: NoticeChannelType;

  @TextThat('the https:// address of the robot or webhook, without a user name', (value) => {
    const url = urlOf(value, ['https:', 'http:']);
    // fetch refuses them in an address.
    return url !== undefined && url.username === '' && url.password === '';
  })
  @WriteOnly()
  url!: string;

  /** What 飞书, 钉钉 and plain webhooks sign with. */
  @Optional()
  @SecretText('the secret that messages are signed with')
  secret?: string;
}

/** When nobody is to be told. */
export class QuietHoursOptions {
  @Text('a time such as 23:30', new RegExp(`^${TIME}$`))
  from!: string;

  @Text('a time such as 08:00', new RegExp(`^${TIME}$`))
  to!: string;

  @Optional()
  @TextThat('the name of a time zone, such as Asia/Shanghai', isTimeZone)
  timeZone = 'Asia/Shanghai';
}

/** Tells people in a chat what goes wrong, and when it is over. */
export class NoticesOptions {
  @BlockList(() => NoticeChannelOptions, 10, { countMin: 1 })
  channels!: NoticeChannelOptions[];

  @Optional()
  @OneOf(['zh', 'en'])
  language: 'zh' | 'en' = 'zh';

  @Optional()
  @Text('1 to 64 characters', /^\S(?:.{0,62}\S)?$/u)
  title = 'live-event-relay';

  @Optional()
  @SomeOf(NOTICE_KINDS)
  kinds: NoticeKind[] = [...NOTICE_KINDS];

  @Optional()
  @Whole(0, 3600)
  afterSeconds = 60;

  @Optional()
  @Whole(0, 3600)
  recoveredAfterSeconds = 30;

  @Optional()
  @Whole(1, 600)
  perHour = 20;

  @Optional()
  @Block(() => QuietHoursOptions)
  quietHours?: QuietHoursOptions;
}

function isTimeZone(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[\w+/-]{1,64}$/.test(value)) return false;
  try {
    return Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
