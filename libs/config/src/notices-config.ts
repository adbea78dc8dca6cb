import type { Secret } from '#secret';

/**
 * The types of channels: robots of 飞书, 钉钉 and 企业微信, Slack and compatible services, and plain
 * webhooks.
 */
export const NOTICE_CHANNELS = ['feishu', 'dingtalk', 'wecom', 'slack', 'webhook'] as const;
export type NoticeChannelType = (typeof NOTICE_CHANNELS)[number];

/** The kinds of troubles that cause notices: from what is wrong with one source to what is wrong with all. */
export const NOTICE_KINDS = [
  'source-lost',
  'source-deaf',
  'redundancy-lost',
  'reports-failing',
  'target-paused',
  'shedding',
  'events-lost',
  'role-missing',
  'redis-away',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Which troubles are reported to people in a chat, and when. */
export interface NoticesConfig {
  readonly channels: readonly NoticeChannel[];
  readonly language: 'zh' | 'en';
  /** The beginning of every message: robots may require a certain word in it. */
  readonly title: string;
  readonly kinds: ReadonlySet<NoticeKind>;
  /** Shorter troubles are not reported. */
  readonly afterMs: number;
  /** A trouble that returns within this time was not over. */
  readonly recoveredAfterMs: number;
  /** The most messages in an hour. */
  readonly perHour: number;
  readonly quietHours: QuietHours | undefined;
}

export interface NoticeChannel {
  readonly type: NoticeChannelType;
  /** A secret: it lets anybody write there. */
  readonly url: Secret;
  readonly secret: Secret | undefined;
}

/** Minutes of the day, in a time zone. A beginning later than the end means over midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly timeZone: string;
}
