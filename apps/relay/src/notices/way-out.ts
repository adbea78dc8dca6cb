import { chineseOf, deafSentence, type DeafCause } from '#source';
import { pauseWayOut } from '../projects/pause-ways-out.js';
import type { Trouble } from './trouble.js';

/** What to do about a trouble, in one language. */
export function wayOutOf(trouble: Trouble, language: 'zh' | 'en'): string | undefined {
  const { kind, reason, wayOut, wayOutZh } = trouble;
  const ofPause = pauseWayOut(reason, language);
  if (ofPause !== undefined || language === 'en' || wayOut === undefined) return ofPause ?? wayOut;
  return wayOutZh ?? ofKind(kind, reason);
}

/** Where the sentence is one of another version, or the words of a platform. */
function ofKind(kind: Trouble['kind'], reason = ''): string {
  if (kind === 'source-lost' || kind === 'redundancy-lost') return REFUSED;
  if (kind === 'source-deaf') return chineseOf(deafSentence(reason as DeafCause, {})) ?? DOCTOR;
  const known = kind === 'redis-away' && Object.hasOwn(REDIS, reason) ? REDIS[reason] : undefined;
  return known ?? DOCTOR;
}

/** By kinds of RedisTrouble; doctor has the others. */
const REDIS: Readonly<Record<string, string>> = {
  OOM: 'Redis 内存已满：请调大 maxmemory，或查看是谁占用了内存。',
  MISCONF: 'Redis 无法写盘：请检查磁盘是否已满或只读，并查看 Redis 日志。',
  READONLY: '连到的是只读副本：请连接主节点。',
  NOPERM: 'Redis 用户权限不足：请运行 live-relay doctor，按提示授权。',
  WRONGPASS: 'Redis 拒绝了用户名或密码：请检查 REDIS_URL。',
  NOAUTH: 'Redis 需要密码：请在 REDIS_URL 中给出。',
  NOBODY_LISTENS: 'Redis 没有运行，或地址不对：请启动 Redis，或检查 REDIS_URL。',
  NO_ANSWER: 'Redis 没有及时响应：请检查网络、防火墙，以及 Redis 是否过于繁忙。',
  NO_HOST: '找不到 Redis 主机：请检查 REDIS_URL 中的主机名和 DNS。',
};
const REFUSED = '平台或弹幕工具拒绝了连接：请检查地址、账号和令牌；具体原因见 live-relay status。';
const DOCTOR = '请运行 live-relay doctor 检查。';
