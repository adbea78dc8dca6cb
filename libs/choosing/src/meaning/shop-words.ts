/**
 * The questions of shoppers, in their words. A phrase in Latin letters, or in both scripts, is a
 * frame and is matched as an expression; plain Chinese words are in {@link HAN_WORDS}.
 */
export type Frame = readonly [
  /** The signs that it stands for, joined by `+`; empty: it only carries a question. */
  signs: string,
  han: string,
  latin: string,
];

/** Where several match at one place, the first counts. */
export const FRAMES: readonly Frame[] = [
  ['fit', '(?:穿|拍|选)(?:什么|啥|多大|几|哪个)(?:码|号|尺码|尺寸)?(?:合适|好)?', ''],
  [
    'true-size',
    '',
    'true to size|runs? (?:small|large|big)|fits? (?:small|large|big)|size (?:up|down)',
  ],
  [
    'weight',
    '多少(?:斤|克|重)|几(?:斤|克)|(?:有)?多重|(?:净重|重量)(?:是?多少)?',
    'how heavy|heavy|how much (?:does|do) (?:it|this|they) weigh|weigh(?:s|t)?',
  ],
  ['power', '多少瓦|几瓦|多大功率|功率(?:是?(?:多少|多大))?', 'how many watts|wattage'],
  ['age', '多大(?:年龄|年纪|岁数)|什么年龄段?|多大(?:的)?孩子', 'what age|age range'],
  [
    'price',
    '多少(?:钱|米|块|元)|多钱|几(?:块|元)钱?|什么价(?:格|钱|位)?|啥价(?:格|钱)?|(?:怎么|咋)卖(?:的)?|价(?:格|钱|位)(?:是?多少|怎么样)?',
    String.raw`h(?:ow|w) m(?:uch|cuh|uc|utch)(?: (?:is|are|does|do|would|will|for)\b)?(?: \w+ cost\b)?|(?:wh?ats|wh?at is|what are) the (?:price|cost)|prices?|costs?|pricing|fees?|duo ?shao ?qian`,
  ],
  [
    'courier',
    '(?:发|用|走|寄)?(?:的)?(?:是)?(?:什么|啥|哪家|哪个|哪种)快递(?:发|寄)?',
    'which (?:courier|carrier)',
  ],
  [
    'restock',
    '(?:什么时候|啥时候|几时)?(?:还|再)?会?(?:补货|补库存|上库存|返场|补点货)',
    String.raw`(?:when |will )?(?:(?:you|it|they|this|u|be|will|getting|is|are) ){0,3}restock\w*(?: when)?|back in stock`,
  ],
  [
    'off-air',
    '(?:几点|什么时候|啥时候)下播|播到几点|播到什么时候',
    'when does (?:it|the stream|the live) end',
  ],
  [
    'until',
    '(?:到|截止到?)(?:什么时候|啥时候|几号|几点|哪天)(?:结束|截止)?|(?:几点|几号|什么时候|啥时候)(?:结束|截止)',
    '(?:when does |how long is |how long does |until when is )(?:the |this )?(?:sale|deal|promo|promotion)(?: end| last)?|until when',
  ],
  ['when', '什么时候|啥时候?|几时|何时|多会儿?|几点钟?|哪天|什么时间', 'what time|whens|when|wen'],
  ['battery', '', 'how long (?:does|will|do) (?:the |a |its )?battery last|battery life|battery'],
  ['warranty', '', '(?:how long is (?:the|its) )?(?:warrant(?:y|ies)|guarantee)'],
  ['long+ship', '', '(?:shipping|delivery) times?'],
  [
    'long',
    '要?多久|多长时间|几天|多少天|几年|多少年',
    'how long|how many days|how many years|lengths?',
  ],
  ['why', '为什么|为啥|为何|(?:怎么|咋)还[没不]', 'why'],
  ['length', '多长(?!时间)|长度|长是?多少', ''],
  ['height', '多高|高度|高是?多少', ''],
  ['', '怎么样$|咋样$|如何$|怎样$', ''],
  [
    'buy',
    '(?:怎么|咋|如何|在?哪里?儿?)(?:买|拍|下单|购买|下)(?!架|播)',
    'how (?:do|can|to) (?:i |we )?(?:buy|order|purchase|get it)|where (?:do|can) (?:i|we) (?:buy|order)',
  ],
  [
    'coupon',
    '(?:怎么|咋|如何|在?哪里?儿?)?(?:领|抢)?(?:优惠券|券)(?:在?哪里?儿?|怎么|咋|如何)?(?:领|抢)?',
    '(?:discounts?|promo(?:tion)?s?|coupons?) codes?|coupons?|promos?',
  ],
  [
    'link',
    '(?:没看到|找不到|没有|求|上|发)?(?:一?下)?(?:链接|购物车)(?:呢|在?哪里?儿?|发一?下)?',
    '(?:wheres|where is|drop|send|need|give|share) (?:me |us )?(?:the |a |ur |your )?links?|links?',
  ],
  [
    'store',
    '(?:实体店|门店|线下店?|专柜)(?:有店|店)?(?:在?哪里?儿?)?',
    'physical store|retail store',
  ],
  [
    'origin',
    '产地(?:是?在?哪里?儿?)?|在?哪里?儿?(?:产|生产)的?(?!日)',
    'where is (?:it|this) (?:made|from)|made in',
  ],
  ['', '(?:都有|还有|有)?(?:哪些|什么|啥|几种|几个|几款)(?=颜色|色号|口味|款式)', ''],
  [
    'colour',
    '(?:颜色|色号)(?:都?有|还有)?(?:哪些|什么|啥|几种|几个|几款)?(?:可选|可以选)?',
    'colou?rs?',
  ],
  [
    'taste',
    '口味(?:都?有|还有)?(?:哪些|什么|啥|几种|几个|几款)?(?:可选|可以选)?',
    'flavou?rs?|tastes?',
  ],
  ['way', '怎么样?|咋样?|如何|怎样', 'how (?:do|does|can|to|should)'],
  ['place', '在?哪里?儿?|什么地方|啥地方', 'wheres?'],
  ['many', '多少|几', 'how many'],
  [
    '',
    '还?有没有?|有无|有不有',
    'do (?:you|u|they|we) (?:have|got|sell|carry)|have you got|is there|are there|got any|does it come in|comes? in|available in|any',
  ],
  ['', '能不能|可不可以|可以不可以|能否|可否|会不会|行不行', ''],
  ['', '是不是|是否', ''],
  ['', '要不要|用不用|需不需要|需要', ''],
  [
    'free-ship',
    '包邮|免邮|包运费',
    'free (?:shipping|delivery|shiping)|(?:is )?(?:shipping|delivery) free|ships? free|bao ?you',
  ],
  [
    'ship',
    '发货|发快递|寄出',
    'ship(?:s|ped|ping|ment|ing)?|deliver(?:s|y|ed|ing)?|dispatch(?:ed)?',
  ],
  ['arrive', '(?:能|可以)?(?:到货|收到|送到|到手)|能到(?!付)', ''],
  ['cod', '货到付款', 'cash on delivery|cod'],
  ['off', '优惠价?|打折|折扣|便宜点?|少点', 'discounts?|on sale|cheaper'],
  ['bundle', '', 'bundles?(?: deals?| prices?)?'],
  ['back', '退货|退换货?|退款|能退', '(?:returns?|refunds?|exchanges?|send it back)(?: policy)?'],
  ['fabric', '材质|面料|什么料子?', 'materials?|fabrics?|made of|made from'],
  ['size-chart', '尺码表', '(?:wheres |where is )?(?:the )?(?:size|sizing) (?:chart|guide)'],
  ['', '', String.raw`sizes? (?=x{0,4}[sml]\b)|(?<=\b[sml] )sizes?`],
  ['size', '尺码|尺寸|大小|码数|几码', 'sizes?|sizing'],
  ['authentic', '', 'authentic|genuine|real(?: or fake)?|legit|original'],
  ['cruelty', '', 'cruelty free|tested on animals'],
  ['waterproof', '', 'water ?proof|water ?resistant'],
  ['calories', '', '(?:how many )?cal(?:orie)?s'],
  ['pregnant', '', 'pregnan(?:t|cy)'],
  ['smell', '', 'scent(?:s|ed)?|smells?|fragrances?'],
  ['min-order', '', 'min(?:imum)? order'],
  ['diff', '', 'differences?(?: between)?|different'],
];

/** Chinese words, by the sign that they stand for; other text is compared by its characters. */
export const HAN_WORDS: readonly (readonly [sign: string, words: string])[] = [
  ['', '子 买 含 支持 身高 体重 现在 目前 效果 有货 请教 麻烦 帮忙 是否'],
  ['use', '能用 可以用 可用 适合 适用 用'],
  ['sensitive', '敏感肌肤 敏感皮肤 敏感肌 敏感皮'],
  ['oily', '油性皮肤 油性肌肤 油性皮 油皮'],
  ['dry', '干性皮肤 干性肌肤 干性皮 干皮'],
  ['pregnant', '孕妇 怀孕 孕期 孕妈'],
  ['child', '小孩子 小孩 儿童 小朋友 孩子 宝宝'],
  ['diabetes', '糖尿病人 糖尿病 血糖高 高血糖'],
  ['sugar', '含糖 加糖 无糖 有糖'],
  ['stretch', '弹力 弹性'],
  ['noise', '声音大 噪音大 噪音 声音 吵'],
  ['thick', '厚实 厚度 厚薄 厚'],
  ['warranty', '保修期 保修 质保'],
  ['expiry', '保质期 有效期'],
  ['made', '生产日期 生产'],
  ['authentic', '正品 保真 真货 真品'],
  ['gift', '赠品 送什么 送啥'],
  ['invoice', '开发票 发票 开票'],
  ['try', '试穿 上身 穿上看'],
  ['behind', '背面 后面 背后'],
  ['gas', '明火 燃气灶 煤气灶 燃气 煤气 天然气'],
  ['fade', '掉色 褪色 脱色'],
  ['diff', '区别 不一样 不同 差别'],
  ['old', '上一代 老款 旧款'],
  ['cat', '猫咪 猫'],
  ['dog', '狗狗 狗'],
  ['smell', '味道 异味 气味'],
  ['breast-feeding', '哺乳期 喂奶 哺乳'],
  ['man', '男的 男款 男士 男生 男装'],
  ['woman', '女的 女款 女士 女生 女装'],
  ['wash', '机洗 洗衣机洗 洗衣机'],
  ['iron', '熨烫 烫 熨'],
  ['insurance', '运费险'],
  ['waterproof', '防水'],
  ['cotton', '纯棉 全棉'],
];

/** Colours must be the same in both texts, like numbers and sizes. */
export const COLOURS: readonly (readonly [sign: string, han: string, latin: string])[] = [
  ['red', '红色 红', 'red'],
  ['black', '黑色 黑', 'black'],
  ['white', '白色 白', 'white'],
  ['blue', '蓝色 蓝', 'blue'],
  ['green', '绿色 绿', 'green'],
  ['pink', '粉色 粉红色 粉红', 'pink'],
  ['grey', '灰色 灰', 'grey gray'],
  ['yellow', '黄色 黄', 'yellow'],
  ['purple', '紫色 紫', 'purple'],
  ['orange', '橙色 橘色 橙', 'orange'],
  ['brown', '棕色 咖色 咖啡色 棕', 'brown'],
  ['beige', '米色 杏色 米白色', 'beige'],
];

/** Sizes written as words, and their signs. */
export const SIZES: Readonly<Record<string, string>> = {
  small: 's',
  medium: 'm',
  large: 'l',
};

/** Characters that only carry a sentence, and forms of address for a host. */
export const CARRIERS: ReadonlySet<string> = new Set(
  '的了一啊呢吗吧呀哦嘛么哈啦嗯哎诶是这那个条件款种些位只双支瓶盒它他她们我你您咱在就都也还又再很' +
    '太最挺蛮真好请问想求要能会可以得给下一说讲看有没不主播老师亲宝贝姐哥妹家人想知道到什啥',
);

export const FILLERS: ReadonlySet<string> = new Set(
  (
    'a an the this that these those it its is are was were be been am do does did doing done can ' +
    'could will would should shall may might must have has had i im me my we us our you u ur your ' +
    'they them their he she his her of for to in on at by with from as and or but if so then than ' +
    'there here just please pls plz hi hey hello host guys sis bro dear maam sir tell know wondering ' +
    'wonder want wanna get got about what whats which who how ok okay thanks thank really very much ' +
    'r y n rn ya yall bro chat btw whos whod whys whyd howd whatd ' +
    'one ones now still also too some any up out dont doesnt isnt cant not ask question show take come ' +
    'again first sorry excuse need quick ' +
    'ok good safe fine pay accept accepts accepted accepting use used using see seen left available included ' +
    'includes include comes drop give send today run runs running pure made both all work works ' +
    'compatible friendly policy number no item free while'
  ).split(' '),
);
