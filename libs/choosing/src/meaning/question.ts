import { isMusing } from './musing.js';

/**
 * What a comment wants from the virtual human: `ask`, it asks a question or for something; `muse`,
 * it looks like that but wants no answer (a joke, an exclamation); `say`, a statement; `noise`,
 * nothing that a voice could use (666, 哈哈, a link, an emoji). A guess from the words, made for the
 * languages of live shops: Chinese and English, and the question marks of all.
 * @param text as it was written.
 * @param folded the same text, by `foldText`.
 */
export function wishOf(text: string, folded: string): Wish {
  if (folded === '' || NOISE.test(folded)) return 'noise';
  const isOpen = (HAN.test(folded) && asksInChinese(folded)) || asksInEnglish(folded);
  if (isOpen || MARK.test(text)) return isMusing(text, folded, isOpen) ? 'muse' : 'ask';
  return folded.length < 2 ? 'noise' : 'say';
}

export type Wish = 'ask' | 'muse' | 'say' | 'noise';

function asksInChinese(folded: string): boolean {
  const rest = folded.replace(RHETORICAL, ' ').replace(VOCATIVES, '').trim();
  return ASKS_ZH.test(rest) || (!HAPPENED.test(rest) && WISHES_ZH.test(rest));
}

function asksInEnglish(folded: string): boolean {
  return LATIN.test(folded) && !EXCLAIMS_EN.test(folded) && ASKS_EN.test(folded);
}

const HAN = /\p{Script=Han}/u;
const LATIN = /[a-z]/;
/** Question marks of Latin, Chinese, Arabic and Armenian; in a link they are followed by a word. */
const MARK = /[?？؟՞](?!\w)/u;

/**
 * Sounds and words of which a noisy text consists, the repeated ones with their repetition. What
 * may follow is bounded where two of them could share a letter: see {@link NOISE}.
 */
const NOISE_EN = [
  String.raw`(?:ha|he(?!y(?!es)|llo)|hi(?!i)|xi)+(?:h(?![aei]))?`,
  String.raw`l+o+l+(?!o(?!k|mm?g)|m)|l+m+a+o+(?!m|k(?!ekw))|rofl|w+o+w+(?!o(?!k|mm?g))|o+m+g+`,
  String.raw`gg+|ok+(?!e)|yes+|no+(?!m|k(?!ekw))`,
  String.raw`hi+|hey+(?!es)|hello|first|nice|cool|pog\w*|kekw|[wfx]|\+?\d+`,
].join('|');

/**
 * A viewer could write a text that takes minutes if it could be divided in more than one way: so
 * each part is taken once, as the lookahead finds it, and never tried again at another length.
 */
const NOISE = new RegExp(
  [
    String.raw`^[\d\s]+$`,
    '^(?:(?:哈|呵|嘿|嘻|哇|啊|哦|喔|噢|嗯|额|呃|草|牛|赞|棒|滴|打卡|来了|签到|路过|好的|好看|[6x])\\s*)+$',
    String.raw`^(?:(?=(?<part>${NOISE_EN}))\k<part>\s*)+$`,
  ].join('|'),
);

const RHETORICAL =
  /没什么|没啥|什么都|怎么这么|怎么那么|怎么都|不怎么|[有没]几个人|(.)什么\1(?!间|候)|不(.)不\2|几[百千万](?![^ ]{0,3}$)|十几|好几|哪里哪里|谢谢你什么|多少有点|不知道(?:该?说|怎么说)?(?:什么|啥)好?|[有没](?:什么|啥)好说|谁还没|^(?:没有)+$|要什么自行车|无论如何|不知道为什么|谁懂|(?:什么|啥|哪|谁|怎么|多少)(?!都|也)[^都也]{0,4}[都也](?!有(?:什么|啥|哪))(?!.*[吗么没不]$)|几(?:年|天|个月|次|分钟|个小时)(?:前|没|以前|后)|[前这那]几(?![号点])|(?<!想|让|告诉)我(?:也|都|就|终于|早就)?(?:知道|知|懂|明白)(?!.*[吗么没不]$).*|(?:上链接|666)+/g;

/** Forms of address, before or behind the text. */
const VOCATIVES = /主播|老师|宝宝|宝贝|亲亲|姐姐|哥哥|家人们?|[啊呀呢哦]+$/g;

const ASKS_ZH = new RegExp(
  [
    '什么|甚么|啥|怎么|咋|如何|多少|多钱|多会|多[久长大重高宽远深厚快贵难粗早晚]|几|哪|谁|为何|何时|是否|能否|可否|有无',
    '[吗么嘛]$|[吗嘛] |[吗么](?=(?:这|那|你|主播).{0,4}$)|[不没未]$|没有$|[不没]呀$|[不没]啊$|呢$',
    '(.)不\\1|(.)没\\2|(\\S{2})不\\3|有没|能不能|可不可以|要不要|会不会|是不是|好不好|行不行|还有不|在不在',
    '\\S还是(?![很挺要得老]|那么|这么|喜欢|觉得|一样|不)\\S|是[^是定]{1,5}定(?!制|金|时|位|期)\\S|(?<![肯一必])定是\\S|(\\S)定\\S{1,3}\\4',
    '(?:^| )(?:请问|问一下|问下|想问|求(?!求)|求问|蹲|想知道|想了解|推荐)',
    '[区差]别$|呗$|链接$|价格$|价钱$|尺码表$|身高体重|尺码推荐|怎卖|支持.{1,8}不|包邮[不吗没]?$|优惠[吗券]?$|有货[吗不]?$',
  ].join('|'),
);

/** Asks to be shown or told something, unless that has already happened. */
const WISHES_ZH = new RegExp(
  [
    '(?:^| )(?:想看|讲下|说说|介绍|试一下|试下|试试|对比)',
    '试穿|试戴|上身|转过去|转一圈|看一下|看看(?!就)|看下|讲一下|说一下|讲讲|介绍一下|发一下|分享一下',
    '试一?下$|试试$|^[唱放弹](?:一|个|首|下)|^(?:点歌|点一?首|想听)',
  ].join('|'),
);
const HAPPENED = /[了过啦]$/;

const EXCLAIMS_EN = new RegExp(
  [
    String.raw`^(?:what an? (?!size|material|brand|colou?r)|how (?:cute|nice|lovely|beautiful|cool|funny|sweet|amazing|pretty|adorable)\b(?! is)|how \w+ (?:we|you|they|he|she|it|i) (?:are|is|looks?|am)$|who cares|i (?:love|like) (?:how|what))`,
    // Without a subject after it: a statement whose beginning is left out.
    String.raw`^(?:is|are|was|were) (?:so|such|very|really|just|amazing|beautiful|great|good|nice|perfect|crazy|insane|fire|everything|life|love|the best)\b`,
    String.raw`^(?:can|could|would|will) (?:confirm|relate|vouch|tell|attest|recommend|buy|wait|never|always|def|definitely)\b`,
    String.raw`^(?:do|did|does) (?:it|that|this|not|your)(?: (?:girl|queen|sis|bro|now|again|lol))*$`,
    String.raw`^(?:when|where|why|how|what) (?:i|my|we|he|she|they|everyone|so)\b(?! (?:much|many|long))`,
    String.raw`^who (?:else|knew|needs|wants)\b|^(?:how|why) (?:do|are|is) (?:you|u|it|this|she|he|they) (?:\w+ )?so\b`,
    String.raw`^(?:price|prices|shipping|delivery|link|links|discount|size) (?:is|was|are|were|worked|works|came|looks|fits|fit) (?!it|there|what|how)`,
    String.raw`^(?:this|that|it|here) is it$`,
    String.raw`^(?:thats?|this)(?: is| was)? (?:what|how|why|when|where|who)\b|\bi (?:know|knew|understand|see|remember|love|told|like) (?:what|how|why|where|when|which|who)\b`,
  ].join('|'),
);

const ASKS_EN = new RegExp(
  [
    String.raw`^(?:(?:hi|hey|hello|ok|okay|so|and|but|also|sorry|please|pls|excuse me|quick question|question|host|guys|sis|bro|ma?am) )*(?:what|whats|whatd|how|hows|howd|when|whens|wen|where|wheres|why|whys|whyd|who|whos|whod|whose|which|can|could|may|do|does|did|dont|doesnt|is|isnt|are|arent|was|were|will|wont|would|should|shall|have you|has it|has the|any|anyone)\b`,
    String.raw`\b(?:how (?:much|many|long|big|tall|often|do|does|can|about|is|are)|what (?:size|colou?rs?|material|time|about|is the|are the|does|brand|(?:was|is) (?:it|that)|(?:do|should|can|would) (?:i|we|you|u))|can (?:you|u|i|we|it)|could (?:you|u|i)|do (?:you|u|they)|does (?:it|this|that|the|they)|is (?:it|this|that|there|the)|are (?:they|these|those|there)|will (?:it|you|u|there|they)|where (?:can|do|is)|when (?:will|is|does|can|do))\b`,
    String.raw`\b(?:(?<!yes )(?:pls|plz|please)|(?:when|where|which one|til when|until when)|wondering|want to know|need to know|wanna know|tell (?:me|us)|show (?:me|us)|recommend\w*|explain|right|or not|anyone know|(?<!know |knows |idea )why|(?<!t |to |no |my )help|brand)$|^(?!(?:i|im|its?|thats?|all|ok|you|we|everything|he|she|looks|is)\b)\w+(?: \w+)? ok$`,
    // One or the other, in few words.
    String.raw`^(?!.*\b(?:i|we|im|my|he|she|they|sooner|less|so|two|three|trick|do|death|whatever|something)\b)(?:[\w.]+ ){1,4}or [\w.]+(?: [\w.]+){0,4} ?$|\b(?:vs|versus)\b`,
    String.raw`^(?:name|brand|title|model|cost|type|address|date|time|location|recipe|specs?|shade|size|code|link|price) (?:of|for)\b|^best [a-z]+ (?:[a-z]+ )?(?:on|for|to|under)\b|^(?:u|you|ya|yall) (?:ever|got any|have any|gonna)\b|^(?:ever|thoughts on|opinions? on)\b|^(?:please|pls|plz|kindly) (?!follow|sub)\w+`,
    String.raw`^(?:tell (?:me|us)|show|explain|got (?:any|(?:a|the) (?:size|link|code|discount))|price|prices|size chart|link|discount|shipping|restock|try|compare)\b|\b(?:please|pls|plz) (?:show|tell|try|explain|compare|open|turn|say|drop|send|zoom|read|link)\b|\b(?:tell|show) (?:me|us)\b|\b(?:price|size|link|discount code|coupon|eta)$`,
  ].join('|'),
);
