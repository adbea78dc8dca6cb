import { dropRowOf } from '#live-event';
import type { RETRY_REASONS } from '#metastudio';
import type { DeafCause, DisconnectReason } from '#source';

/** A reason in Chinese, with the word by which status, log and runbook know it. */
export function reasonInChinese(reason: string): string {
  const kind = dropRowOf(reason)?.kind ?? reason;
  return Object.hasOwn(WORDS, kind) ? `${WORDS[kind]!}（${reason}）` : reason;
}

/** How connections of sources end; `docs/ERRORS.zh-CN.md` has the same words. */
export const OF_SOURCES: Readonly<Record<DisconnectReason, string>> = {
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

const OF_DEAF_SOURCES: Readonly<Record<DeafCause, string>> = {
  silent: '没有发来任何内容',
  'not-understood': '内容无法识别',
  'room-ended': '直播间未开播',
  'room-unknown': '无法确认直播间状态',
  'room-refused': '不允许读取直播间',
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

/** Why a target is paused. */
const OF_PAUSES = {
  unauthorized: '凭证被拒绝',
  forbidden: '凭证没有上报权限',
  'wrong-project': '项目不一致',
  'wrong-endpoint': '接口地址不存在',
  redirect: '接口返回了跳转',
  'unexpected-status': '接口返回了未知状态',
  unsendable: '凭证含有无法发送的字符',
  'job-gone': '直播任务已结束',
  'no-report-url': '没有可用的上报地址',
  'refused-throughout': '所有事件均被拒绝',
  'entry-unreadable': '缓冲区无法读取',
  'project-unknown': '配置中没有该项目',
};

/** By kinds of RedisTrouble. */
const OF_REDIS = {
  SENTINEL_AUTH: 'Sentinel 拒绝了用户名或密码',
  SENTINEL: 'Sentinel 没有给出主节点',
  NOAUTH: '需要密码',
  WRONGPASS: '用户名或密码不正确',
  NOPERM: '用户权限不足',
  DENIED: '处于保护模式',
  READONLY: '只读副本',
  LOADING: '正在加载数据',
  MISCONF: '无法写盘',
  OOM: '内存已满',
  WRONGTYPE: '键被其他程序占用',
  CLUSTERDOWN: '集群不可用',
  SLOT_MOVES: '集群正在迁移槽位',
  MASTERDOWN: '副本与主节点断开',
  NOREPLICAS: '可用的副本过少',
  BUSY: '正忙于执行脚本',
  TOO_MANY_CLIENTS: '连接数已达上限',
  NO_DATABASE: '没有这个编号的数据库',
  CLUSTER: '是集群，却按单机连接',
  NO_CLUSTER: '是单机，却按集群连接',
  NO_COMMAND: '不支持所需的命令',
  TLS_EXPECTED: '端口要求 TLS',
  NOT_REDIS: '地址上不是 Redis',
  TLS_UNEXPECTED: '端口不支持 TLS',
  CERTIFICATE: '证书不受信任',
  NO_HOST: '找不到主机',
  NOBODY_LISTENS: '地址上没有程序监听',
  NO_ANSWER: '响应超时',
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
  ...OF_DEAF_SOURCES,
  ...OF_REPORTS,
  ...OF_PAUSES,
  ...OF_REDIS,
  ...OF_DROPS,
  turn: '排队等待连接',
  'job-lookup': '查不到直播任务',
  'no-room': '没有这个直播间',
  refused: '事件被拒绝',
  lost_in_redis: '键被删除，或被淘汰',
};
