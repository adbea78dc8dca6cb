import { dropRowOf } from '#live-event';
import type { RETRY_REASONS } from '#metastudio';
import type { DisconnectReason } from '#source';

/** A reason in Chinese, with the word by which status, log and runbook know it. */
export function reasonInChinese(reason: string): string {
  const kind = dropRowOf(reason)?.kind ?? reason;
  return Object.hasOwn(WORDS, kind) ? `${WORDS[kind]!}（${reason}）` : reason;
}

const OF_SOURCES: Readonly<Record<DisconnectReason, string>> = {
  closed: '对端关闭了连接',
  'server-asked': '对端要求重连',
  silence: '长时间没有消息',
  'handshake-timeout': '平台没有及时确认连接',
  'connect-timeout': '连接超时',
  'connect-failed': '无法连接',
  'invalid-address': '地址无效',
  'source-refused': '被平台或弹幕工具拒绝',
  'upgrade-401': '被拒绝，未登录',
  'upgrade-403': '被拒绝，没有权限',
  'upgrade-404': '被拒绝，地址不存在',
  'upgrade-429': '被拒绝，过于频繁',
  'upgrade-refused': '被拒绝',
  'frame-too-large': '单条消息过大',
  'invalid-frame': '收到的不是 WebSocket 数据',
  'send-buffer-full': '对端不接收数据',
  'protocol-failed': '程序内部错误',
  stopped: '已停止',
};

const OF_REPORTS: Readonly<Record<(typeof RETRY_REASONS)[number], string>> = {
  throttled: '被限流',
  'server-error': '服务端出错',
  timeout: '响应超时',
  reset: '连接中断',
  'connect-failed': '无法连接',
  'unreadable-answer': '响应无法解析',
  'credential-failed': '无法取得凭证',
  aborted: '已中止',
};

/** What has no room, by kind. */
const OF_DROPS = {
  shed: '缓冲区已满',
  shed_memory: 'Redis 内存将满',
  spill: 'Redis 不可用，内存里放不下',
  spill_expired: 'Redis 长时间不可用',
};

const WORDS: Readonly<Record<string, string>> = {
  ...OF_SOURCES,
  ...OF_REPORTS,
  ...OF_DROPS,
  'job-lookup': '查不到直播任务',
  'no-room': '没有这个直播间',
  refused: '事件被拒绝',
  lost_in_redis: '键被删除，或被淘汰',
};
