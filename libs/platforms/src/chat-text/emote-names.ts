/**
 * The emotes that platforms write as names in brackets, by platform, in lower case: complete lists
 * of what each platform's own picker offers, since other text in brackets is words (`[红色]还有吗`).
 */
export const EMOTE_NAMES = {
  douyin: names(
    '微笑 色 发呆 酷拽 抠鼻 流泪 捂脸 发怒 呲牙 尬笑 害羞 调皮 舔屏 看 爱心 比心 赞 鼓掌 感谢 抱抱你',
    '玫瑰 尴尬流汗 戳手手 星星眼 杀马特 黄脸干杯 抱紧自己 拜拜 热化了 黄脸祈祷 懵 举手 加功德 摊手',
    '无语流汗 续火花吧 点火 哭哭 吐舌小狗 送花 爱心手 贴贴 灵机一动 灵光一闪 耶 打脸 大笑 机智 送心',
    '闭嘴 来看我 一起加油 哈欠 震惊 晕 衰 困 疑问 泣不成声 小鼓掌 大金牙 偷笑 石化 思考 吐血 可怜 嘘',
    '撇嘴 笑哭 奸笑 得意 憨笑 坏笑 抓狂 泪奔 钱 恐惧 愉快 快哭了 翻白眼 互粉 我想静静 委屈 鄙视 飞吻',
    '再见 紫薇别走 听歌 求抱抱 绝望的凝视 不失礼貌的微笑 不看 裂开 干饭人 庆祝 吐舌 呆无辜 白眼 熊吉',
    '猪头 冷漠 微笑袋鼠 凝视 暗中观察 二哈 菜狗 黑脸 展开说说 蜜蜂狗 柴犬 摸头 皱眉 擦汗 红脸 做鬼脸',
    '强 如花 吐 惊喜 敲打 奋斗 吐彩虹 大哭 嘿哈 加好友 惊恐 惊讶 惊呆 囧 难过 斜眼 阴险 悠闲 咒骂',
    '吃瓜群众 绿帽子 真的会谢 达咩 敢怒不敢言 投降 求求了 眼含热泪 叹气 好开心 不是吧 动动脑子 表面微笑',
    '表面呲牙 鞠躬 躺平 九转大肠 敲木鱼 不你不想 一头乱麻 你不大行 噢买尬 宕机 还得是我 脸疼 他急了 苦涩',
    '逞强落泪 求机位-黄脸 求机位3 点赞 精选 强壮 碰拳 击掌 左上 握手 抱拳 勾引 拳头 弱 胜利 右边 左边',
    '亚运鼓掌 金牌 手花 嘴唇 心碎 凋谢 愤怒 垃圾 啤酒 咖啡 蛋糕 礼物 撒花 加一 减一 绝 给力 红包 屎 发',
    '我太难了 我太南了 18禁 炸弹 去污粉 西瓜 加鸡腿 我酸了 握爪 太阳 月亮 给跪了 蕉绿 扎心 胡瓜 打call',
    '栓q 无语 雪人 雪花 圣诞树 平安果 圣诞帽 气球 干杯 烟花 福 糖葫芦 虎头 饺子 鞭炮 元宝 灯笼 锦鲤',
    '巧克力 汤圆 情书 戒指 小黄鸭 棒棒糖 纸飞机 必胜 粽子 开心兔 招财兔 年兽兔 尴尬 黑线 可爱 睡 鼾睡',
    '亲亲 拥抱 酷 爱慕 吻 笑 傲慢 醉了 蜡烛 祈祷 加油 心 派对 伤心 便便 戴口罩 勤洗手 不信谣言 过年鼠',
    '菜刀 刀 生病 雾霾 流汗 汗 骷髅 右哼哼 左哼哼 泪目',
    '6 666 ok okk v5 what kiss kisskiss candy iloveyou yyds emo e心e',
  ),
  bilibili: names(
    'dog doge doge2 脱单doge 花 妙 妙啊 哇 爱 手机 撇嘴 委屈 抓狂 比心 赞 滑稽 吃瓜 笑哭 捂脸 捂脸2 捂眼 喝彩',
    '偷笑 大笑 惊喜 傲娇 疼 吓 阴险 惊讶 生病 嘘 嘘声 奸笑 囧 出窍 灵魂出窍 吐 吐了啊 鼻子 抠鼻 调皮 酸 酸了 冷',
    'ok oh 微笑 藏狐 龇牙 呲牙 防护 口罩 笑 一般 嫌弃 无语 哈欠 可怜 歪嘴 歪嘴笑 亲亲 问号 疑惑 波吉 再见 白眼',
    '翻白眼 鼓掌 大哭 呆 流汗 生气 加油 害羞 虎年 金钱豹 瓜子 嗑瓜子 墨镜 难过 抱抱 拥抱 跪了 摊手 热 三星堆 鼠',
    '老鼠 汤圆 泼水 鬼魂 不行 响指 牛 保佑 抱拳 给力 耶 打call 星星眼 辣眼睛 喜极而泣 给心心 哦呼 喜欢 嘟嘟 脸红',
    '思考 尴尬 奋斗 爱心 胜利 福 支持 怪我咯 干杯 黑洞 点赞 泪目',
  ),
  wechat: names(
    '微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 难过 酷 冷汗 抓狂 吐 偷笑 愉快 可爱',
    '白眼 傲慢 饥饿 困 惊恐 流汗 憨笑 悠闲 大兵 奋斗 咒骂 疑问 嘘 晕 疯了 折磨 衰 骷髅 敲打 再见 擦汗 抠鼻 鼓掌',
    '糗大了 坏笑 左哼哼 右哼哼 哈欠 鄙视 委屈 快哭了 阴险 亲亲 吓 可怜 菜刀 西瓜 啤酒 篮球 乒乓 咖啡 饭 猪头',
    '玫瑰 凋谢 嘴唇 示爱 爱心 心碎 蛋糕 闪电 炸弹 刀 足球 瓢虫 便便 月亮 太阳 礼物 拥抱 强 弱 握手 胜利 抱拳',
    '勾引 拳头 差劲 爱你 no ok 爱情 飞吻 跳跳 发抖 怄火 转圈 磕头 回头 跳绳 投降 激动 乱舞 献吻 左太极 右太极 囧',
    '嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油 加油加油 汗 天啊 emm 社会社会 旺柴 好的 打脸 哇 翻白眼 666 让我看看',
    '叹气 苦涩 裂开 笑脸 生病 脸红 破涕为笑 恐惧 失望 无语 合十 庆祝 红包 發 发 福 烟花 爆竹 鞭炮 鸡 蜡烛 茶',
  ),
  // https://live.kuaishou.com/live_api/emoji/panel
  kuaishou: names(
    '666 奸笑 捂脸 龇牙 哼 哦 微笑 老铁 双鸡 调皮 呆住 星星眼 爱心 疑问 生气 难过 撇嘴 惊讶 羞涩 色 汗 呕吐 老司机 头盔',
    '酷 笑哭 愉快 委屈 鄙视 白眼 安排 点点关注 鼓掌 抱抱 哈欠 骂你 大哭 闭嘴 惊恐 红脸蛋 亲亲 冷汗 晕 皇冠 火 坏笑',
    '爆炸 大便 可怜 抠鼻 再见 摄像机 赞 平底锅 囧 大哥 玫瑰 抓狂 嘘 快哭了 骷髅 偷笑 落泪 挑逗 困 睡觉 右哼哼 左哼哼',
    '打招呼 流鼻血 偷瞄 吃瓜 黑脸问 旋转 憨笑 吐彩虹 擦鼻涕 怒言 拜托 加油 暴汗 想吃 打脸 吐血 尴尬 出魂儿 大鼻孔 嘣',
    '天啊 石化 皱眉 装傻 酸了 柴犬 狗粮 期待 红包 干杯 祈祷 花谢了 跪下 南 发 发财 板砖 灯笼 福字 鞭炮 烟花 元宝 钱 气球',
    '庆祝 礼花 爱你 摸头 雾霾 化妆 涂指甲 欢迎 左拳 右拳 我爱你 比心 肌肉 狮子 龙 狗 网红猫 猫 老鼠 不看 不听 不说 猪头',
    '猪鼻子 猪蹄 羊驼 麦克风 跳舞 蛋糕 口红 水枪 空投 手柄 坑 八倍镜 网红 优秀 减1 必胜 戴口罩 勤洗手 心心 哭笑 点赞 菜刀',
    '扎心 拍一拍 稳 收到 加1 叉号 对号 no yes 湿巾 吃饭 莫吉托 香草蛋糕 健身 思考 疯狂工作 充满干劲 放轻松 卷 熬夜 先睡了',
    'emo 听音乐 好运来 元气满满 学习 打电话 熬夜工作 一起嗨皮 难受 上吊 吓 发呆 疲惫 裂开 强颜欢笑 翻白眼 难过至极 美滋滋',
    '马上安排 摸鱼 敬礼 求求了 赢麻了 遥遥领先 辣眼睛 ok 握手 抱拳 早上好 胡思乱想 iloveu',
    '點讚 讚 點點關注 早安 哈囉 愛你 我愛你 發 發財 打電話 聽音樂 學習 放輕鬆 睡覺',
  ),
  tiktok: names(
    'smile happy angry cry embarrassed surprised wronged shout flushed yummy complacent drool scream weep speechless',
    'funnyface laughwithtears wicked facewithrollingeyes sulk thinking lovely greedy wow joyful hehe slap tears stun cute',
    'blink disdain astonish rage cool excited proud smileface evil angel laugh pride nap loveface awkward shock',
  ),
  xiaohongshu: names(
    '微笑r 害羞r 失望r 汗颜r 哇r 喝奶茶r 自拍r 偷笑r 飞吻r 石化r 笑哭r 赞r 暗中观察r 买爆r 色色r 生气r 哭惹r 萌萌哒r 斜眼r',
    '可怜r 鄙视r 皱眉r 抓狂r 捂脸r 派对r 吧唧r 惊恐r 再见r 叹气r 睡觉r 得意r 吃瓜r 扶墙r 黄金薯r 吐舌头h 扯脸h doge 红书r',
    '请文明r 请友好r 抱拳r 点赞r',
  ),
} as const;

/**
 * A text without the emotes that are written as names in brackets, such as `[赞]`. For platforms
 * that do not mark which parts of a text are emotes.
 * @param emotes the platform's list in {@link EMOTE_NAMES}.
 */
export function withoutEmoteCodes(text: string, emotes: ReadonlySet<string>): string {
  if (!text.includes('[')) return text;
  return text.replace(IN_BRACKETS, (code, name: string) => {
    return emotes.has(name.toLowerCase()) ? ' ' : code;
  });
}

const IN_BRACKETS = /\[([^[\]]{1,20})\]/g;

function names(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}
