import type { Secret } from '#secret';

/** Whom a notice can be sent to: robots of 飞书, 钉钉 and 企业微信, Slack and what speaks as it does, a webhook. */
export const NOTICE_CHANNELS = ['feishu', 'dingtalk', 'wecom', 'slack', 'webhook'] as const;
export type NoticeChannelType = (typeof NOTICE_CHANNELS)[number];

/** What is told of. */
export const NOTICE_KINDS = [
  'source-lost',
  'source-deaf',
  'reports-failing',
  'target-paused',
  'shedding',
  'role-missing',
  'redis-away',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What people are told in a chat, and when. */
export interface NoticesConfig {
  readonly channels: readonly NoticeChannel[];
  readonly language: 'zh' | 'en';
  /** What every message begins with: robots may want a word of their own in it. */
  readonly title: string;
  readonly kinds: ReadonlySet<NoticeKind>;
  /** What lasts less long is not told. */
  readonly afterMs: number;
  /** What comes back within so long was not over. */
  readonly recoveredAfterMs: number;
  /** At most so many messages. */
  readonly perHour: number;
  readonly quietHours: QuietHours | undefined;
}

export interface NoticeChannel {
  readonly type: NoticeChannelType;
  /** Whoever has it can write there. */
  readonly url: Secret;
  readonly secret: Secret | undefined;
}

/** Minutes of the day at a place. From late to early: over midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly timeZone: string;
}
