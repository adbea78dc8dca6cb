/**
 * Comments of viewers: Chinese and English, including everything that a careless encoder would
 * break.
 */
export const PHRASES = [
  '主播好！',
  '这个多少钱？',
  '有没有小一号的',
  '666',
  '哈哈哈哈哈',
  '刚来，错过了什么？',
  '发货要几天',
  '"正品"吗？',
  '价格 1 < 2 对吧',
  '怎么领券\\优惠',
  '太可爱了😍👍',
  '👨‍👩‍👧 一家人都在看',
  'hello from Berlin',
  'first time here, love it <3',
  'How much is shipping?',
  "what's that song",
  'GG {name} :)',
  'is it "real" leather?',
  '100% agree & more',
  'café ☕ time',
] as const;

/** Family names and given names of viewers. */
export const NAMES = [
  '小明',
  '阿宁',
  '纯爱战士',
  '熊猫吃竹子',
  '云朵☁️',
  '王大力',
  'Lena',
  'Viktor K',
  'night_owl',
  'O\'Neil "Neo"',
  'tea\\time',
  '한나',
] as const;

/** Fan badges; many viewers have none. */
export const BADGES = ['', '', '', '铁粉', '星守', 'VIP'] as const;
