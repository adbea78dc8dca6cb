import type { DeafCause } from '#source';
import { pauseWayOut } from '../projects/pause-ways-out.js';
import type { Trouble } from './trouble.js';

/** What to do about a trouble, in one language; sources and platforms tell it in English alone. */
export function wayOutOf(trouble: Trouble, language: 'zh' | 'en'): string | undefined {
  const { kind, reason, wayOut } = trouble;
  const ofPause = pauseWayOut(reason, language);
  if (ofPause !== undefined || language === 'en' || wayOut === undefined) return ofPause ?? wayOut;
  if (kind === 'source-lost') return REFUSED;
  const known: Readonly<Record<string, string>> = kind === 'redis-away' ? REDIS : DEAF;
  return (
    (reason !== undefined && Object.hasOwn(known, reason) ? known[reason] : undefined) ?? DOCTOR
  );
}

const DEAF: Readonly<Record<DeafCause, string>> = {
  silent: '连接后对端没有发来任何内容：请检查地址，以及弹幕工具是否已连上直播间。',
  'not-understood':
    '收到的内容无法识别：请确认地址与来源类型一致、两边版本相符；带签名的推送请核对密钥。',
  'room-unknown': '平台无法确认直播间是否在播：请检查直播间，以及工具所需的 Cookie 或登录状态。',
  'room-refused': '平台不允许读取该直播间：请检查账号和令牌。',
  'room-ended':
    '平台显示直播间未开播；如果已经开播，请检查地址中的直播间，以及工具所需的 Cookie 或登录状态。',
};
/** By kinds of RedisTrouble; doctor has the others. */
const REDIS: Readonly<Record<string, string>> = {
  OOM: 'Redis 内存已满：请调大 maxmemory，或查看是谁占用了内存。',
  MISCONF: 'Redis 无法写盘：请检查磁盘是否已满或只读，并查看 Redis 日志。',
  READONLY: '连到的是只读副本：请连接主节点。',
  NOPERM: 'Redis 用户权限不足：请运行 live-relay doctor，按提示授权。',
  WRONGPASS: 'Redis 拒绝了用户名或密码：请检查 REDIS_URL。',
  NOAUTH: 'Redis 需要密码：请在 REDIS_URL 中给出。',
  NOBODY_LISTENS: 'Redis 没有运行，或地址不对：请启动 Redis，或检查 REDIS_URL。',
  NO_ANSWER: 'Redis 没有及时应答：请检查网络、防火墙，以及 Redis 是否过于繁忙。',
  NO_HOST: '找不到 Redis 主机：请检查 REDIS_URL 中的主机名和 DNS。',
};
const REFUSED = '平台或弹幕工具拒绝了连接：请检查地址、账号和令牌；具体原因见 live-relay status。';
const DOCTOR = '请运行 live-relay doctor 检查。';
