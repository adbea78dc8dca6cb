/**
 * One form for all ways to write the same: width, case, accents of Latin letters, traditional
 * characters that chats mix with simplified ones, repeated characters (`sooooo`, `哈哈哈哈`),
 * punctuation and emoji. What is left are words and runs of characters with one space between.
 */
export function foldText(text: string): string {
  let plain = ASCII.test(text) ? text.toLowerCase() : foldWide(text);
  // Most texts need none of these, and to look costs less than to replace.
  if (plain.includes('/') || plain.includes('www.')) plain = plain.replace(LINKS, ' ');
  plain = plain.replace(APOSTROPHES, '').replace(NOT_WORDS, ' ');
  return (hasRun(plain) ? plain.replace(RUNS, '$1$1') : plain).trim();
}

/** Whether a text holds a link. */
export function holdsLink(text: string): boolean {
  return text.includes('/') && text.search(LINKS) !== -1;
}

function foldWide(text: string): string {
  const isSimple = SIMPLE_HAN.test(text);
  const folded = (isSimple ? text : withoutMarks(text.normalize('NFKC'))).toLowerCase();
  if (!HAN.test(folded)) return folded;
  return folded
    .replace(TRADITIONAL, (one) => SIMPLE.get(one) ?? one)
    .replace(MISWRITTEN, (one) => MEANT.get(one) ?? one);
}

function withoutMarks(text: string): string {
  return ACCENTED.test(text) ? text.normalize('NFD').replace(MARKS, '').normalize('NFC') : text;
}

const ACCENTED = /[\u00c0-\u024f]|[\u0300-\u036f]|[\u0370-\u04ff]|[\u1e00-\u1fff]/;
function hasRun(text: string): boolean {
  for (let at = 2; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === text.charCodeAt(at - 1) && code === text.charCodeAt(at - 2)) return true;
  }
  // A letter beyond the basic plane is two: whether it is repeated is for the expression to tell.
  return BEYOND.test(text);
}

const BEYOND = /[\ud800-\udbff]/;
/** Of which no character has another form, and no letter a mark. */
const SIMPLE_HAN = /^[\x20-\x7e\u3001-\u3011\u4e00-\u9fff\uff01\uff0c\uff1a\uff1b\uff1f]*$/;
const ASCII = /^[\x20-\x7e]*$/;
const HAN = /\p{Script=Han}/u;
/** Of Latin, Greek and Cyrillic letters alone: elsewhere marks are letters. */
const MARKS = /[\u0300-\u036f]/g;
const LINKS = /https?:\/\/\S{1,512}|\bwww\.\S{1,512}/g;
const APOSTROPHES = /['’‘`]/g;
const NOT_WORDS = /[^\p{L}\p{M}\p{N}]+/gu;
/** Three and more of a letter are two; digits mean what they say. */
const RUNS = /(\p{L})\1{2,}/gu;

/** What shoppers write in either form; the rest may differ and be taken for two questions. */
const PAIRS =
  '價价錢钱發发貨货買买賣卖嗎吗麼么這这個个裡里還还沒没條条顏颜紅红藍蓝綠绿黃黄長长寬宽' +
  '點点號号碼码質质麗丽樣样時时間间運运費费優优惠惠開开關关門门國国產产從从後后過过會会' +
  '對对應应該该讓让說说請请問问幾几歲岁給给單单鏈链鏡镜衣衣褲裤鞋鞋標标準准試试穿穿';
const SIMPLE = new Map(
  Array.from({ length: PAIRS.length / 2 }, (_, i) => [PAIRS[i * 2]!, PAIRS[i * 2 + 1]!]),
);
const TRADITIONAL = new RegExp(`[${[...SIMPLE.keys()].join('')}]`, 'g');

/** Slang and slips of a Chinese keyboard that sound as what is meant, as shops see them. */
const MEANT = new Map(
  (
    '神马=什么 甚么=什么 肿么=怎么 木有=没有 哪儿=哪里 啥子=什么 多小钱=多少钱 多少米=多少钱 包油=包邮 包由=包邮 ' +
    '连接=链接 联接=链接 练接=链接 发或=发货 法货=发货 快第=快递 快弟=快递 运非险=运费险 尺吗=尺码 有慧=优惠 ' +
    '优会=优惠 退或=退货 颜涩=颜色 材制=材质 面疗=面料 正拼=正品 孕付=孕妇 补或=补货'
  )
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
);
const MISWRITTEN = new RegExp([...MEANT.keys()].join('|'), 'g');
