/**
 * Converts Chinese as chats write it to the most common form: traditional characters and those of
 * written Cantonese, then words, slang and typos.
 */

/**
 * Pairs: a character, then the one that replaces it. A missing pair can make the same question look
 * like two.
 */
const PAIRS =
  '價价錢钱發发貨货買买賣卖嗎吗麼么這这個个裡里裏里還还沒没條条顏颜紅红藍蓝綠绿黃黄長长寬宽點点號号碼码質质麗丽' +
  '樣样時时間间運运費费優优開开關关門门國国產产從从後后過过會会對对應应該该讓让說说請请問问幾几歲岁給给單单鏈链鏡镜' +
  '褲裤標标準准試试學学習习課课語语話话讀读寫写聽听師师員员書书題题錄录錶表針针線线網网絡络電电腦脑機机車车' +
  '馬马魚鱼鳥鸟雞鸡鴨鸭貓猫龍龙豬猪飛飞飯饭飲饮餅饼麵面鹽盐糧粮鹹咸純纯無无為为甚什與与並并們们來来' +
  '東东兩两雙双萬万億亿陽阳陰阴風风雲云熱热凍冻濕湿幹干乾干淨净潔洁適适膚肤臉脸頭头髮发齒齿體体腳脚' +
  '減减輕轻輸输轉转進进遠远邊边達达選选遲迟區区醫医藥药壓压動动勁劲勝胜務务勢势團团園园圍围圖图圓圆' +
  '報报場场塊块壞坏夠够夾夹奪夺媽妈婦妇嬰婴孫孙寶宝實实審审將将尋寻導导屬属層层幣币帳帐帶带廠厂廣广' +
  '張张強强彈弹當当復复態态慣惯懷怀懶懒戲戏戶户擇择擔担據据擴扩換换損损搶抢攜携數数斷断舊旧暫暂曬晒' +
  '樂乐業业極极樓楼檢检櫃柜權权歐欧歡欢歷历殺杀氣气況况決决溫温滿满漲涨測测湯汤滅灭滾滚漢汉潤润燈灯燒烧' +
  '營营爭争爺爷牆墙獎奖獨独獸兽環环現现瓊琼畫画異异療疗癢痒皺皱盤盘盜盗確确禮礼種种積积穩稳窮穷節节範范' +
  '簡简籃篮級级紙纸細细終终組组結结絕绝統统絲丝經经緊紧維维緩缓編编縮缩總总織织繩绳續续罰罚聲声職职聯联腫肿' +
  '膠胶臺台舉举舖铺艙舱蘋苹蘇苏蟲虫裝装複复見见規规視视親亲覺觉觀观計计訂订記记設设許许訊讯評评認认誰谁調调談谈' +
  '論论證证識识護护變变豐丰負负財财貴贵貼贴資资賞赏賠赔賽赛贈赠贏赢趕赶跡迹軟软較较載载輪轮辦办農农連连' +
  '遊游郵邮鄉乡醜丑釋释鋼钢鐘钟鐵铁鍋锅鎖锁鑽钻鑰钥閃闪閉闭閱阅隊队隨随險险難难雜杂離离靜静響响頂顶順顺須须' +
  '預预領领頻频顆颗額额類类願愿顧顾館馆驗验驚惊鬆松鮮鲜鬥斗齊齐龜龟' +
  // Written Cantonese.
  '冇没唔不嘅的咗了嗰那佢他睇看啲点俾给畀给嚟来仲还喺在攞拿㗎呀嘎呀咁这靚靓';
export const SIMPLE_CHARACTERS: ReadonlyMap<number, number> = new Map(
  Array.from({ length: PAIRS.length / 2 }, (_, i): [number, number] => {
    return [PAIRS.charCodeAt(i * 2), PAIRS.charCodeAt(i * 2 + 1)];
  }),
);

/** Replaces words that are written differently from what they mean, in simplified characters. */
export function meantWords(text: string): string {
  let words = text.includes('点') ? text.replace(HOW, '$1怎么') : text;
  if (words.includes('咩')) words = words.replace(WHAT, '什么').replaceAll('咩', '吗');
  return OTHERWISE.test(words) ? words.replace(MISWRITTEN, (one) => MEANT.get(one)!) : words;
}

/** Such words, written in simplified characters, and their meanings. */
const MEANT = new Map(
  (
    '神马=什么 肿么=怎么 木有=没有 哪儿=哪里 啥子=什么 多小钱=多少钱 多少米=多少钱 包油=包邮 包由=包邮 ' +
    '连接=链接 联接=链接 练接=链接 发或=发货 法货=发货 快第=快递 快弟=快递 运非险=运费险 尺吗=尺码 有慧=优惠 ' +
    '优会=优惠 退或=退货 颜涩=颜色 材制=材质 面疗=面料 正拼=正品 孕付=孕妇 补或=补货 ' +
    // Written Cantonese.
    '系咪=是不是 係咪=是不是 系不系=是不是 係不係=是不是 几多=多少 几耐=多久 几钱=多少钱 ' +
    '边度=哪里 边到=哪里 边个=哪个 边款=哪款 边种=哪种 边只=哪只 边位=谁 边间=哪家 在边=在哪里 是边=是哪里 边日=哪天 怎么解=为什么 怎么样解=为什么 怎么算=怎么办 怎么落单=怎么下单 ' +
    '落单=下单 乜嘢=什么 乜野=什么 乜=什么 嘢=东西 而家=现在 依家=现在 听日=明天 琴日=昨天 ' +
    '钟意=喜欢 细路仔=小孩 细路=小孩 男仔=男生 女仔=女生 食不食=吃不吃 食得=吃得 可以食=可以吃 好食=好吃 平点=便宜点 ' +
    '呢个=这个 呢款=这款 呢包=这包 呢件=这件 呢只=这只 呢度=这里 呢条=这条 呢种=这种 呢部=这部 呢支=这支 係=是'
  )
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
);
/**
 * Characters one of which each of these words has, and few other texts have: a quick first check.
 */
const OTHERWISE = new RegExp(
  `[${[...new Set([...MEANT.keys()].map(([first]) => first))].join('')}]`,
);
const MISWRITTEN = new RegExp([...MEANT.keys()].join('|'), 'g');
/** Makes a statement a question, at its end. */
const WHAT = /咩(?![呀啊]?$|[呀啊] )/g;
/** `点卖` asks how it is sold; `八点卖` says when. */
const HOW =
  /(?<![一二三四五六七八九十两\d几早晚多少快有差半整地特优缺网景站重焦亮起终零百])()点(?=[卖买煮拍用去食洗订叫穿整搞算赔退做拣保]|落单|下单)|(?<![一有几早晚多少快])()点(?=[样解])样?/g;
