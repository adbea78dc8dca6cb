import type { DeafCause } from '#source';
import { pauseWayOut } from '../projects/pause-ways-out.js';
import type { Trouble } from './trouble.js';

/** What to do about a trouble, in one language; sources and platforms tell it in English alone. */
export function wayOutOf(trouble: Trouble, language: 'zh' | 'en'): string | undefined {
  const { kind, reason, wayOut } = trouble;
  const ofPause = pauseWayOut(reason, language);
  if (ofPause !== undefined || language === 'en' || wayOut === undefined) return ofPause ?? wayOut;
  if (kind === 'source-lost') return REFUSED;
  const isKnown = reason !== undefined && Object.hasOwn(DEAF, reason);
  return isKnown ? DEAF[reason as DeafCause] : DOCTOR;
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
const REFUSED = '平台或弹幕工具拒绝了连接：请检查地址、账号和令牌；具体原因见 live-relay status。';
const DOCTOR = '请运行 live-relay doctor 检查。';
